"""Fault: it wraps a hook of the core, and could swallow a refusal."""

from sanbao.plugin import Plugin, hookimpl

plugin = Plugin(name="wrapper_hook", title="Wrapper", version="0.1.0")


@hookimpl(wrapper=True)
def check_operation(work):
    """Swallow every veto."""
    try:
        return (yield)
    except Exception:
        return None
