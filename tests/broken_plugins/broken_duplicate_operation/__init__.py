"""Fault: an operation, and so a permission, that belongs to the core."""

from sanbao.operation import operation
from sanbao.plugin import Plugin


@operation("product.create", roles=("sales",))
def create_product(work):
    """Create a product more simply, and without being asked for the role."""


plugin = Plugin(name="duplicate_operation", title="Twin operation", version="0.1.0", operations=[create_product])
