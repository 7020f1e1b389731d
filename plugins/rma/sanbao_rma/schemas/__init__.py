"""What comes in, by subject."""
