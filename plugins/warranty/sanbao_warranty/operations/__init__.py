"""What people do with promises, claims and recoveries."""
