"""How a unit came back"""

import sqlalchemy as sa
from alembic import op

revision = "loan_0002"
down_revision = "loan_0001"


def upgrade() -> None:
    with op.batch_alter_table("loan_line") as batch_op:
        batch_op.add_column(sa.Column("condition", sa.Text(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("loan_line") as batch_op:
        batch_op.drop_column("condition")
