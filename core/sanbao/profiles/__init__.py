"""Policies as versioned data."""
