"""What the plugin refuses, each with a stable code, by what it is about."""
