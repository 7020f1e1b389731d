"""first tables"""

import sqlalchemy as sa
from alembic import op

from sanbao.database.types import BigId, Json, Moment

revision = "admin_0001"
down_revision = None


def upgrade() -> None:
    op.create_table('admin_account',
    sa.Column('id', BigId, sa.Identity(always=False), nullable=False),
    sa.Column('company_id', BigId, nullable=False),
    sa.Column('user_id', BigId, nullable=False),
    sa.Column('fs_uniquifier', sa.Text(), nullable=False),
    sa.Column('password', sa.Text(), nullable=True),
    sa.Column('must_change', sa.Boolean(), nullable=False),
    sa.Column('password_set_at', Moment(), nullable=True),
    sa.Column('tf_primary_method', sa.Text(), nullable=True),
    sa.Column('tf_totp_secret', sa.Text(), nullable=True),
    sa.Column('tf_counter', sa.BigInteger(), nullable=True),
    sa.Column('mf_recovery_codes', Json, nullable=False),
    sa.Column('locale', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['company_id'], ['company.id'], name=op.f('fk_admin_account_company_id')),
    sa.ForeignKeyConstraint(['user_id'], ['app_user.id'], name=op.f('fk_admin_account_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_admin_account')),
    sa.UniqueConstraint('fs_uniquifier', name=op.f('uq_admin_account_fs_uniquifier')),
    sa.UniqueConstraint('user_id', name=op.f('uq_admin_account_user_id'))
    )
    op.create_table('admin_filter',
    sa.Column('id', BigId, sa.Identity(always=False), nullable=False),
    sa.Column('company_id', BigId, nullable=False),
    sa.Column('user_id', BigId, nullable=False),
    sa.Column('list', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('query', sa.Text(), nullable=False),
    sa.Column('is_default', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['company_id'], ['company.id'], name=op.f('fk_admin_filter_company_id')),
    sa.ForeignKeyConstraint(['user_id'], ['app_user.id'], name=op.f('fk_admin_filter_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_admin_filter')),
    sa.UniqueConstraint('user_id', 'list', 'name', name=op.f('uq_admin_filter_user_id_list_name'))
    )
    op.create_table('admin_import_columns',
    sa.Column('user_id', BigId, nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('fields', Json, nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['app_user.id'], name=op.f('fk_admin_import_columns_user_id')),
    sa.PrimaryKeyConstraint('user_id', 'kind', name=op.f('pk_admin_import_columns'))
    )
    op.create_table('admin_import_job',
    sa.Column('id', BigId, sa.Identity(always=False), nullable=False),
    sa.Column('company_id', BigId, nullable=False),
    sa.Column('user_id', BigId, nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('locale', sa.Text(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('made_at', Moment(), nullable=False),
    sa.Column('started_at', Moment(), nullable=True),
    sa.Column('ended_at', Moment(), nullable=True),
    sa.Column('rows_count', sa.BigInteger(), nullable=False),
    sa.Column('done_count', sa.BigInteger(), nullable=False),
    sa.Column('sheets', Json, nullable=False),
    sa.Column('columns', Json, nullable=False),
    sa.Column('outcome', Json, nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=True),
    sa.Column('returned', sa.LargeBinary(), nullable=True),
    sa.ForeignKeyConstraint(['company_id'], ['company.id'], name=op.f('fk_admin_import_job_company_id')),
    sa.ForeignKeyConstraint(['user_id'], ['app_user.id'], name=op.f('fk_admin_import_job_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_admin_import_job'))
    )
    with op.batch_alter_table('admin_import_job', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_admin_import_job_made_at'), ['made_at'], unique=False)
        batch_op.create_index('ix_admin_import_job_user_id_id', ['user_id', 'id'], unique=False)

    op.create_table('admin_log',
    sa.Column('id', BigId, sa.Identity(always=False), nullable=False),
    sa.Column('company_id', BigId, nullable=False),
    sa.Column('at', Moment(), nullable=False),
    sa.Column('user_id', BigId, nullable=True),
    sa.Column('event', sa.Text(), nullable=False),
    sa.Column('address', sa.Text(), nullable=False),
    sa.Column('agent', sa.Text(), nullable=False),
    sa.Column('request', sa.Text(), nullable=False),
    sa.Column('details', Json, nullable=False),
    sa.ForeignKeyConstraint(['company_id'], ['company.id'], name=op.f('fk_admin_log_company_id')),
    sa.ForeignKeyConstraint(['user_id'], ['app_user.id'], name=op.f('fk_admin_log_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_admin_log'))
    )
    with op.batch_alter_table('admin_log', schema=None) as batch_op:
        batch_op.create_index('ix_admin_log_company_id_at', ['company_id', 'at'], unique=False)
        batch_op.create_index(batch_op.f('ix_admin_log_user_id'), ['user_id'], unique=False)

    op.create_table('admin_preference',
    sa.Column('user_id', BigId, autoincrement=False, nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('company_id', BigId, nullable=False),
    sa.Column('value', Json, nullable=False),
    sa.ForeignKeyConstraint(['company_id'], ['company.id'], name=op.f('fk_admin_preference_company_id')),
    sa.ForeignKeyConstraint(['user_id'], ['app_user.id'], name=op.f('fk_admin_preference_user_id')),
    sa.PrimaryKeyConstraint('user_id', 'name', name=op.f('pk_admin_preference'))
    )
    op.create_table('admin_run',
    sa.Column('id', BigId, sa.Identity(always=False), nullable=False),
    sa.Column('company_id', BigId, nullable=False),
    sa.Column('user_id', BigId, nullable=False),
    sa.Column('key', sa.Text(), nullable=False),
    sa.Column('operation', sa.Text(), nullable=False),
    sa.Column('data', Json, nullable=False),
    sa.Column('subjects', Json, nullable=False),
    sa.Column('locale', sa.Text(), nullable=False),
    sa.Column('back', sa.Text(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('worker', sa.Text(), nullable=False),
    sa.Column('made_at', Moment(), nullable=False),
    sa.Column('beat_at', Moment(), nullable=False),
    sa.Column('ended_at', Moment(), nullable=True),
    sa.Column('done_count', sa.BigInteger(), nullable=False),
    sa.Column('refused', Json, nullable=False),
    sa.ForeignKeyConstraint(['company_id'], ['company.id'], name=op.f('fk_admin_run_company_id')),
    sa.ForeignKeyConstraint(['user_id'], ['app_user.id'], name=op.f('fk_admin_run_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_admin_run')),
    sa.UniqueConstraint('user_id', 'key', name=op.f('uq_admin_run_user_id_key'))
    )
    with op.batch_alter_table('admin_run', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_admin_run_made_at'), ['made_at'], unique=False)
        batch_op.create_index('ix_admin_run_state_beat_at', ['state', 'beat_at'], unique=False)
        batch_op.create_index('ix_admin_run_user_id_id', ['user_id', 'id'], unique=False)

    op.create_table('admin_token',
    sa.Column('id', BigId, sa.Identity(always=False), nullable=False),
    sa.Column('company_id', BigId, nullable=False),
    sa.Column('user_id', BigId, nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('secret_hash', sa.Text(), nullable=False),
    sa.Column('scopes', Json, nullable=False),
    sa.Column('made_at', Moment(), nullable=False),
    sa.Column('made_by_id', BigId, nullable=False),
    sa.Column('expires_on', sa.Date(), nullable=False),
    sa.Column('last_used_at', Moment(), nullable=True),
    sa.Column('revoked_at', Moment(), nullable=True),
    sa.ForeignKeyConstraint(['company_id'], ['company.id'], name=op.f('fk_admin_token_company_id')),
    sa.ForeignKeyConstraint(['made_by_id'], ['app_user.id'], name=op.f('fk_admin_token_made_by_id')),
    sa.ForeignKeyConstraint(['user_id'], ['app_user.id'], name=op.f('fk_admin_token_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_admin_token')),
    sa.UniqueConstraint('secret_hash', name=op.f('uq_admin_token_secret_hash'))
    )
    with op.batch_alter_table('admin_token', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_admin_token_user_id'), ['user_id'], unique=False)

    op.create_table('admin_tries',
    sa.Column('company_id', BigId, nullable=False),
    sa.Column('key', sa.Text(), nullable=False),
    sa.Column('made_at', Json, nullable=False),
    sa.Column('last_at', Moment(), nullable=False),
    sa.ForeignKeyConstraint(['company_id'], ['company.id'], name=op.f('fk_admin_tries_company_id')),
    sa.PrimaryKeyConstraint('company_id', 'key', name=op.f('pk_admin_tries'))
    )
    with op.batch_alter_table('admin_tries', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_admin_tries_last_at'), ['last_at'], unique=False)

    op.create_table('admin_kept',
    sa.Column('id', BigId, sa.Identity(always=False), nullable=False),
    sa.Column('company_id', BigId, nullable=False),
    sa.Column('account_id', BigId, nullable=False),
    sa.Column('key', sa.Text(), nullable=False),
    sa.Column('path', sa.Text(), nullable=False),
    sa.Column('sent', Json, nullable=False),
    sa.Column('told', Json, nullable=False),
    sa.Column('made_at', Moment(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['admin_account.id'], name=op.f('fk_admin_kept_account_id')),
    sa.ForeignKeyConstraint(['company_id'], ['company.id'], name=op.f('fk_admin_kept_company_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_admin_kept')),
    sa.UniqueConstraint('key', name=op.f('uq_admin_kept_key'))
    )
    with op.batch_alter_table('admin_kept', schema=None) as batch_op:
        batch_op.create_index('ix_admin_kept_account_id_id', ['account_id', 'id'], unique=False)
        batch_op.create_index('ix_admin_kept_made_at', ['made_at'], unique=False)

    op.create_table('admin_session',
    sa.Column('id', BigId, sa.Identity(always=False), nullable=False),
    sa.Column('company_id', BigId, nullable=False),
    sa.Column('digest', sa.Text(), nullable=False),
    sa.Column('account_id', BigId, nullable=True),
    sa.Column('stamp', sa.Text(), nullable=True),
    sa.Column('data', Json, nullable=False),
    sa.Column('made_at', Moment(), nullable=False),
    sa.Column('seen_at', Moment(), nullable=False),
    sa.Column('address', sa.Text(), nullable=False),
    sa.Column('agent', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['admin_account.id'], name=op.f('fk_admin_session_account_id')),
    sa.ForeignKeyConstraint(['company_id'], ['company.id'], name=op.f('fk_admin_session_company_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_admin_session')),
    sa.UniqueConstraint('digest', name=op.f('uq_admin_session_digest'))
    )
    with op.batch_alter_table('admin_session', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_admin_session_account_id'), ['account_id'], unique=False)
        batch_op.create_index('ix_admin_session_seen_at', ['seen_at'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('admin_session', schema=None) as batch_op:
        batch_op.drop_index('ix_admin_session_seen_at')
        batch_op.drop_index(batch_op.f('ix_admin_session_account_id'))

    op.drop_table('admin_session')
    with op.batch_alter_table('admin_kept', schema=None) as batch_op:
        batch_op.drop_index('ix_admin_kept_made_at')
        batch_op.drop_index('ix_admin_kept_account_id_id')

    op.drop_table('admin_kept')
    with op.batch_alter_table('admin_tries', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_admin_tries_last_at'))

    op.drop_table('admin_tries')
    with op.batch_alter_table('admin_token', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_admin_token_user_id'))

    op.drop_table('admin_token')
    with op.batch_alter_table('admin_run', schema=None) as batch_op:
        batch_op.drop_index('ix_admin_run_user_id_id')
        batch_op.drop_index('ix_admin_run_state_beat_at')
        batch_op.drop_index(batch_op.f('ix_admin_run_made_at'))

    op.drop_table('admin_run')
    op.drop_table('admin_preference')
    with op.batch_alter_table('admin_log', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_admin_log_user_id'))
        batch_op.drop_index('ix_admin_log_company_id_at')

    op.drop_table('admin_log')
    with op.batch_alter_table('admin_import_job', schema=None) as batch_op:
        batch_op.drop_index('ix_admin_import_job_user_id_id')
        batch_op.drop_index(batch_op.f('ix_admin_import_job_made_at'))

    op.drop_table('admin_import_job')
    op.drop_table('admin_import_columns')
    op.drop_table('admin_filter')
    op.drop_table('admin_account')
