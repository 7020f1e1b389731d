"""What the plugin books."""
