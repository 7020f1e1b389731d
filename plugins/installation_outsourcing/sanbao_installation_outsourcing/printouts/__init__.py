"""What the papers of the plugin print."""
