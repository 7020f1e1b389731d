"""The plugin's tables."""
