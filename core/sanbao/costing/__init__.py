"""Cost objects: what a case cost, and who bears it."""
