"""What people do with jobs and terminals."""
