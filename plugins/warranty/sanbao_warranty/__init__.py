"""Warranty (保修 / 三包): promises as data, claims decided per promise and per part, recovery from suppliers."""
