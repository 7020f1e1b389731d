"""What people do with the provision for warranties (LED-08): rates, batches, their use, their end."""
