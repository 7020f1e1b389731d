"""The reports on pieces (RMA-09, RMA-12, RMA-13)."""
