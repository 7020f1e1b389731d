"""Letters by electronic mail: written with what they tell of, sent by the worker, and never twice."""

from sanbao.mail.writing import Enclosure, write

__all__ = ["Enclosure", "write"]
