"""Safety checks: how one is filled in and taken back, what is missing, and what is told of them (INS-18)."""
