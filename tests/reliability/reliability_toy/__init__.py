"""A small plugin for the reliability tests: cases that collect cost, and hooks that fail when they are told to."""
