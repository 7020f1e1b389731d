"""Lists that the plugin reads from Excel."""
