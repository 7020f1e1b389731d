"""A toy that requires another: notes on loans."""
