"""What people do with spare parts: take in, move, sell, give back, count, buy, recover old ones."""
