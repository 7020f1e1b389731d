"""First tables"""

import sqlalchemy as sa
from alembic import op

from sanbao.database.types import Amount, BigId

revision = "loan_0001"
down_revision = None


def upgrade() -> None:
    op.create_table('loan_line',
    sa.Column('unit_id', BigId, nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.Column('id', BigId, sa.Identity(always=False), nullable=False),
    sa.Column('document_id', BigId, nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], name=op.f('fk_loan_line_document_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_loan_line_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_loan_line'))
    )
    with op.batch_alter_table('loan_line', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_loan_line_document_id'), ['document_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_loan_line_unit_id'), ['unit_id'], unique=False)

    op.create_table('loan_paper',
    sa.Column('deposit', Amount(), nullable=False),
    sa.Column('document_id', BigId, nullable=False),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], name=op.f('fk_loan_paper_document_id')),
    sa.PrimaryKeyConstraint('document_id', name=op.f('pk_loan_paper'))
    )
    op.create_table('loan_unit',
    sa.Column('unit_id', BigId, nullable=False),
    sa.Column('company_id', BigId, nullable=False),
    sa.Column('is_loaner', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['company_id'], ['company.id'], name=op.f('fk_loan_unit_company_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_loan_unit_unit_id')),
    sa.PrimaryKeyConstraint('unit_id', name=op.f('pk_loan_unit'))
    )


def downgrade() -> None:
    op.drop_table('loan_unit')
    op.drop_table('loan_paper')
    with op.batch_alter_table('loan_line', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_loan_line_unit_id'))
        batch_op.drop_index(batch_op.f('ix_loan_line_document_id'))

    op.drop_table('loan_line')
