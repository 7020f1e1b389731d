"""Master data: companies, parties, products, units and the dates of their lives."""
