"""Fault: its manifest is a dictionary."""

plugin = {"name": "wrong_type"}
