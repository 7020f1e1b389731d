"""Fault: the policy that it ships is not what its own schema wants."""

from sanbao.plugin import Plugin, ProfileKind


def load(body):
    """Read a policy; this one always lacks its rate."""
    return int(body["rate"])


plugin = Plugin(
    name="bad_policy",
    title="Bad policy",
    version="0.1.0",
    package="broken_bad_policy",
    profiles=[ProfileKind("bad_policy", "Bad policy", load)],
)
