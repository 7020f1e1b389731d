"""Surveys of service agents: recorded, and read as scorecards."""
