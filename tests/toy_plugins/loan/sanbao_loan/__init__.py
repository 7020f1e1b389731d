"""Loan units: a toy plugin for the tests."""
