"""The books: double entry for money and goods, sealed at the end of each operation, guarded by the database."""

from sanbao.ledger.balances import rebuild
from sanbao.ledger.chart import Chart
from sanbao.ledger.engine import Posted
from sanbao.ledger.entries import Code, Entry, Line, credit, debit, move
from sanbao.ledger.ledger import Ledger, post_many
from sanbao.ledger.setup import seed

__all__ = [
    "Chart",
    "Code",
    "Entry",
    "Ledger",
    "Line",
    "Posted",
    "credit",
    "debit",
    "move",
    "post_many",
    "rebuild",
    "seed",
]
