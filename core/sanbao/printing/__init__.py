"""The printing room: forms as HTML, PDF from closed processes, amounts in capitals. Needs the extra ``pdf``."""

from sanbao.printing.capitals import capitals, words_en
from sanbao.printing.engine import Printer, available, pdf
from sanbao.printing.forms import BOTH, EN, ZH, Form, render_html
from sanbao.printing.process import Limits

__all__ = ["BOTH", "EN", "ZH", "Form", "Limits", "Printer", "available", "capitals", "pdf", "render_html", "words_en"]
