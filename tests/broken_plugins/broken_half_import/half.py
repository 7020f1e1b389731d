"""The half that cannot: what it compiles is no Python."""

compile("def half(:", "half.py", "exec")
