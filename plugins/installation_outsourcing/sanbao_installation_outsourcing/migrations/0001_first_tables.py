"""first tables"""

import sqlalchemy as sa
from alembic import op

from sanbao.database.types import Amount, BigId, Json, Moment

revision = "installation_outsourcing_0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "outsourcing_contract",
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("our_side", sa.Text(), nullable=False),
        sa.Column("party_id", BigId, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("effective_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("total_fee", Amount(), nullable=False),
        sa.Column("price", Amount(), nullable=False),
        sa.Column("document_id", BigId, nullable=False),
        sa.CheckConstraint("our_side in ('a', 'b')", name=op.f("ck_outsourcing_contract_our_side")),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_outsourcing_contract_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_outsourcing_contract_document_id")
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_outsourcing_contract_party_id")),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_outsourcing_contract")),
    )
    with op.batch_alter_table("outsourcing_contract", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outsourcing_contract_party_id"), ["party_id"], unique=False)

    op.create_table(
        "outsourcing_contract_version",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("contract_id", BigId, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("terms", Json, nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("written_at", Moment(), nullable=False),
        sa.Column("written_by_id", BigId, nullable=False),
        sa.Column("our_signed_on", sa.Date(), nullable=True),
        sa.Column("our_signer", sa.Text(), nullable=True),
        sa.Column("our_sealed", sa.Boolean(), nullable=False),
        sa.Column("their_signed_on", sa.Date(), nullable=True),
        sa.Column("their_signer", sa.Text(), nullable=True),
        sa.Column("their_sealed", sa.Boolean(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_outsourcing_contract_version_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["document.id"], name=op.f("fk_outsourcing_contract_version_contract_id")
        ),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["app_user.id"], name=op.f("fk_outsourcing_contract_version_written_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outsourcing_contract_version")),
        sa.UniqueConstraint(
            "contract_id", "version", name=op.f("uq_outsourcing_contract_version_contract_id_version")
        ),
    )
    op.create_table(
        "outsourcing_lot",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("contract_id", BigId, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("unit_fee", Amount(), nullable=False),
        sa.Column("total_fee", Amount(), nullable=False),
        sa.Column("daily_quota", sa.BigInteger(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("centre_id", BigId, nullable=True),
        sa.Column("product", sa.Text(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("is_dropped", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["centre_id"], ["office.id"], name=op.f("fk_outsourcing_lot_centre_id")),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_outsourcing_lot_company_id")),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["document.id"], name=op.f("fk_outsourcing_lot_contract_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outsourcing_lot")),
        sa.UniqueConstraint("contract_id", "code", name=op.f("uq_outsourcing_lot_contract_id_code")),
    )
    op.create_table(
        "outsourcing_event",
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("contract_id", BigId, nullable=False),
        sa.Column("party_id", BigId, nullable=False),
        sa.Column("lot_id", BigId, nullable=True),
        sa.Column("trigger", sa.Text(), nullable=False),
        sa.Column("occurred_on", sa.Date(), nullable=False),
        sa.Column("facts", Json, nullable=False),
        sa.Column("verified", sa.Boolean(), nullable=False),
        sa.Column("matter", sa.Text(), nullable=True),
        sa.Column("assessed", Amount(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=True),
        sa.Column("decided_amount", Amount(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by_id", BigId, nullable=True),
        sa.Column("disputed_amount", Amount(), nullable=False),
        sa.Column("document_id", BigId, nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_outsourcing_event_company_id")),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["document.id"], name=op.f("fk_outsourcing_event_contract_id")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["app_user.id"], name=op.f("fk_outsourcing_event_decided_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_outsourcing_event_document_id")
        ),
        sa.ForeignKeyConstraint(["lot_id"], ["outsourcing_lot.id"], name=op.f("fk_outsourcing_event_lot_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_outsourcing_event_party_id")),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_outsourcing_event")),
    )
    with op.batch_alter_table("outsourcing_event", schema=None) as batch_op:
        batch_op.create_index("ix_outsourcing_event_contract", ["contract_id", "occurred_on"], unique=False)

    op.create_table(
        "outsourcing_job",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("contract_id", BigId, nullable=False),
        sa.Column("lot_id", BigId, nullable=False),
        sa.Column("party_id", BigId, nullable=True),
        sa.Column("centre_id", BigId, nullable=True),
        sa.Column("site_id", BigId, nullable=True),
        sa.Column("host_id", BigId, nullable=True),
        sa.Column("unit_id", BigId, nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=True),
        sa.Column("assigned_on", sa.Date(), nullable=True),
        sa.Column("installed_on", sa.Date(), nullable=True),
        sa.Column("completed_on", sa.Date(), nullable=True),
        sa.Column("inspected_on", sa.Date(), nullable=True),
        sa.Column("passed", sa.Boolean(), nullable=True),
        sa.Column("client_signed_on", sa.Date(), nullable=True),
        sa.Column("manager_confirmed_on", sa.Date(), nullable=True),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.Column("settlement_id", BigId, nullable=True),
        sa.ForeignKeyConstraint(["centre_id"], ["office.id"], name=op.f("fk_outsourcing_job_centre_id")),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_outsourcing_job_company_id")),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["document.id"], name=op.f("fk_outsourcing_job_contract_id")
        ),
        sa.ForeignKeyConstraint(["host_id"], ["host.id"], name=op.f("fk_outsourcing_job_host_id")),
        sa.ForeignKeyConstraint(["lot_id"], ["outsourcing_lot.id"], name=op.f("fk_outsourcing_job_lot_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_outsourcing_job_party_id")),
        sa.ForeignKeyConstraint(
            ["settlement_id"], ["document.id"], name=op.f("fk_outsourcing_job_settlement_id")
        ),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_outsourcing_job_site_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_outsourcing_job_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outsourcing_job")),
    )
    with op.batch_alter_table("outsourcing_job", schema=None) as batch_op:
        batch_op.create_index("ix_outsourcing_job_centre", ["company_id", "centre_id", "state"], unique=False)
        batch_op.create_index(
            "ix_outsourcing_job_contract", ["contract_id", "settlement_id", "state"], unique=False
        )
        batch_op.create_index("ix_outsourcing_job_host", ["host_id"], unique=False)
        batch_op.create_index("ix_outsourcing_job_lot", ["lot_id", "state"], unique=False)
        batch_op.create_index("ix_outsourcing_job_party", ["company_id", "party_id", "state"], unique=False)
        batch_op.create_index("ix_outsourcing_job_unit", ["unit_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("outsourcing_job", schema=None) as batch_op:
        batch_op.drop_index("ix_outsourcing_job_unit")
        batch_op.drop_index("ix_outsourcing_job_party")
        batch_op.drop_index("ix_outsourcing_job_lot")
        batch_op.drop_index("ix_outsourcing_job_host")
        batch_op.drop_index("ix_outsourcing_job_contract")
        batch_op.drop_index("ix_outsourcing_job_centre")

    op.drop_table("outsourcing_job")
    with op.batch_alter_table("outsourcing_event", schema=None) as batch_op:
        batch_op.drop_index("ix_outsourcing_event_contract")

    op.drop_table("outsourcing_event")
    op.drop_table("outsourcing_lot")
    op.drop_table("outsourcing_contract_version")
    with op.batch_alter_table("outsourcing_contract", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outsourcing_contract_party_id"))

    op.drop_table("outsourcing_contract")
