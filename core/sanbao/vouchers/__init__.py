"""Vouchers (记账凭证): every posted entry on paper, reviewed by a second person, handed over to other books."""
