"""$title: a plugin for sanbao. Open plugin.py first."""
