"""First tables"""

import sqlalchemy as sa
from alembic import op

from sanbao.database.types import BigId

revision = "loan_notes_0001"
down_revision = None


def upgrade() -> None:
    op.create_table('loan_notes_note',
    sa.Column('loan_id', BigId, nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['loan_id'], ['loan_paper.document_id'], name=op.f('fk_loan_notes_note_loan_id')),
    sa.PrimaryKeyConstraint('loan_id', name=op.f('pk_loan_notes_note'))
    )


def downgrade() -> None:
    op.drop_table('loan_notes_note')
