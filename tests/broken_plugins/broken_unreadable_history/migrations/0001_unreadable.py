"""A revision that falls over while it is read."""

revision = "unreadable_history_0001"
down_revision = None
raise RuntimeError("this revision was never finished")
