"""A stranger's package with one form and its own Chinese, as a plugin would bring them."""
