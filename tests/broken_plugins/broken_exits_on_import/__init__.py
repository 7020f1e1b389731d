"""Fault: it wants to end the program while it is imported."""

raise SystemExit(3)
