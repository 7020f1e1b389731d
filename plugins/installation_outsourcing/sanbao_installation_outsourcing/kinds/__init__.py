"""The papers of the plugin with their flow and who moves them."""
