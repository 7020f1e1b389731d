"""A table, and then a mistake."""

import sqlalchemy as sa
from alembic import op

revision = "failing_migration_0001"
down_revision = None


def upgrade() -> None:
    op.create_table("failing_migration_thing", sa.Column("id", sa.BigInteger(), primary_key=True))
    op.execute("INSERT INTO failing_migration_thing (nothing) VALUES (1)")


def downgrade() -> None:
    op.drop_table("failing_migration_thing")
