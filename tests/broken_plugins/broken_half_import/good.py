"""The half that can be imported."""
