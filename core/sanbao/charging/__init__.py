"""What is to be paid: priced, quoted with a validity, agreed in writing, charged with tax (RMA-04, LED-24)."""
