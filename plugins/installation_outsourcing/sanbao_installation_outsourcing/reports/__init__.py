"""The reports of the plugin."""
