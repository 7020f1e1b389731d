"""What people do with contracts: write, sign, amend, end."""
