"""first table"""

import sqlalchemy as sa
from alembic import op

revision = "toy_0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "toy_case",
        sa.Column("document_id", sa.BigInteger(), nullable=False),
        sa.Column("wish", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name="fk_toy_case_document_id"),
        sa.PrimaryKeyConstraint("document_id", name="pk_toy_case"),
    )


def downgrade() -> None:
    op.drop_table("toy_case")
