"""What comes in and goes out, as plain data: one file per noun."""
