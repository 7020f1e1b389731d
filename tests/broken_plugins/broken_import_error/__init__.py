"""Fault: it needs a library that is not installed."""

import a_library_that_nobody_has  # noqa: F401

from sanbao.plugin import Plugin

plugin = Plugin(name="import_error", title="Needs what is not there", version="0.1.0")
