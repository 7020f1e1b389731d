"""Tables through the one door: rows become operations, all of them or none, and records become tables again."""
