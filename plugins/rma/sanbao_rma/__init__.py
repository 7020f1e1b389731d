"""The RMA plugin (返修): what comes back for repair, where it is, and what it costs."""
