"""What people do with events, and with the days that may not be counted."""
