"""First tables"""

import sqlalchemy as sa
from alembic import op
from sanbao.database.types import BigId

revision = "${name}_0001"
down_revision = None


def upgrade() -> None:
    """Make the plugin's table."""
    op.create_table(
        "${name}_paper",
        sa.Column("task", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("document_id", BigId, nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_${name}_paper_document_id")
        ),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_${name}_paper")),
    )


def downgrade() -> None:
    """Take it away with all that is in it."""
    op.drop_table("${name}_paper")
