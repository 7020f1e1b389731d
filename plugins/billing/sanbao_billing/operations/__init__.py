"""What people can do with invoices, bills, payments and open items: one file per noun."""
