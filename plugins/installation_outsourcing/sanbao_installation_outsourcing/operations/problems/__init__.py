"""Problems that a client's users raise about an installation, answered against the clock."""
