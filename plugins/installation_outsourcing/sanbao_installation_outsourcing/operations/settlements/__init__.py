"""What people do with statements: request, approve, sign, cancel; and what follows accepted work."""
