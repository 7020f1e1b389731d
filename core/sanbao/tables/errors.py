"""Why a table file was not accepted, each with the sentence that tells its owner what to do."""

from __future__ import annotations

from sanbao.errors import Invalid, Misconfigured
from sanbao.i18n import N_


class TableRefused(Invalid):
    """A file as a whole cannot be used as a table."""

    code = "tables.refused"
    message = N_("{name} cannot be used as a table")


class UnknownType(TableRefused):
    """The name's ending says nothing that is read here."""

    code = "tables.unknown_type"
    message = N_("{name} is not a table; save it as .xlsx, .xls, .ods or .csv and upload that")


class WrongType(TableRefused):
    """The content is something else than the name promises."""

    code = "tables.wrong_type"
    message = N_("{name} is in truth {found}; open it in a spreadsheet and save it again as .xlsx or .csv")


class EmptyFile(TableRefused):
    """There is nothing in the file."""

    code = "tables.empty"
    message = N_("{name} is empty; it needs a row of titles and at least one row below it")


class TooLarge(TableRefused):
    """The file passes one of the limits."""

    code = "tables.too_large"
    message = N_("{name} is too large: {what} {found}, at most {limit}; split it into several files")


class OutOfBounds(TableRefused):
    """A cell is used far away from where a table can reach."""

    code = "tables.out_of_bounds"
    message = N_(
        "{name}, sheet {sheet}: cell {cell} is filled, but at most {rows} rows, {columns} columns and {cells} cells"
        " are read; delete what lies outside or split the table"
    )


class TooComplicated(TableRefused):
    """Reading the file took more time or memory than any honest table needs."""

    code = "tables.too_complicated"
    message = N_(
        "{name} needs too much time or memory to read; copy its values into a new workbook and upload that"
    )


class Damaged(TableRefused):
    """The file is cut off, altered, or broken inside."""

    code = "tables.damaged"
    message = N_(
        "{name} cannot be read, it seems damaged or incomplete; open it, save it again and upload that"
    )


class Protected(TableRefused):
    """A password stands before the content."""

    code = "tables.protected"
    message = N_("{name} is protected by a password; save a copy without a password and upload that")


class UnsafeContent(TableRefused):
    """The file carries something that no table needs: macros, links to other files, declarations."""

    code = "tables.unsafe_content"
    message = N_(
        "{name} carries {what} ({part}), which is not accepted; save its plain values as a new .xlsx"
    )


class UnknownEncoding(TableRefused):
    """The bytes of a text file belong to no encoding that is understood."""

    code = "tables.encoding"
    message = N_(
        "{name}, line {line}: these characters are neither UTF-8, UTF-16 nor GB18030; save it as UTF-8 CSV"
    )


class BrokenCsv(TableRefused):
    """The quotation marks of a CSV file do not fit together."""

    code = "tables.csv_broken"
    message = N_("{name}, line {line}: a quotation mark is missing or out of place; save it again as CSV")


class BadHeader(Invalid):
    """The row of titles is missing or ambiguous."""

    code = "tables.header"
    message = N_("The row of titles cannot be used")


class ExcelMissing(Misconfigured):
    """The libraries for spreadsheets are not installed."""

    code = "tables.excel_missing"
    message = N_("Spreadsheets need the package {package}; install sanbao with the extra “excel”, or use CSV")
