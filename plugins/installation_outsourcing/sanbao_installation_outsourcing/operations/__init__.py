"""What people do, operation by operation."""
