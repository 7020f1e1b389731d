"""Tables that people bring and take away: Excel and CSV, in and out.

Reading gives text with its place, mapping gives fields, importing gives all rows or every reason why not;
writing gives workbooks and CSV in which no text is ever a formula.
"""

from sanbao.tables.importing import ImportRefused, ImportResult, LoadedRow, SheetSpec, check
from sanbao.tables.limits import DEFAULT_LIMITS, Limits
from sanbao.tables.mapping import YES_NO, Choice, Column, fields_of, match
from sanbao.tables.reading import read
from sanbao.tables.returning import problem_workbook
from sanbao.tables.streaming import stream_workbook
from sanbao.tables.template import template, templates
from sanbao.tables.workbook import Row, RowProblem, Sheet, Workbook
from sanbao.tables.writing import Chart, Footing, Heading, Table, write_csv, write_workbook

__all__ = [
    "DEFAULT_LIMITS",
    "YES_NO",
    "Chart",
    "Choice",
    "Column",
    "Footing",
    "Heading",
    "ImportRefused",
    "ImportResult",
    "Limits",
    "LoadedRow",
    "Row",
    "RowProblem",
    "Sheet",
    "SheetSpec",
    "Table",
    "Workbook",
    "check",
    "fields_of",
    "match",
    "problem_workbook",
    "read",
    "stream_workbook",
    "template",
    "templates",
    "write_csv",
    "write_workbook",
]
