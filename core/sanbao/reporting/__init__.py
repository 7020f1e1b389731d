"""Reports: questions whose answers people take away as tables with live formulas, totals, checks and charts."""

from sanbao.reporting.report import Block, Check, Column, Report

__all__ = ["Block", "Check", "Column", "Report"]
