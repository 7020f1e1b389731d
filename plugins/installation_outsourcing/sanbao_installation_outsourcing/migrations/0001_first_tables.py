"""first tables"""

import sqlalchemy as sa
from alembic import op

from sanbao.database.types import Amount, BigId, Json, Moment

revision = "installation_outsourcing_0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "outsourcing_accrual",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("contract_id", BigId, nullable=False),
        sa.Column("accrued_on", sa.Date(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("amount", Amount(), nullable=False),
        sa.Column("posted", Amount(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_outsourcing_accrual_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["document.id"], name=op.f("fk_outsourcing_accrual_contract_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outsourcing_accrual")),
    )
    with op.batch_alter_table("outsourcing_accrual", schema=None) as batch_op:
        batch_op.create_index("ix_outsourcing_accrual_contract", ["contract_id"], unique=False)

    op.create_table(
        "outsourcing_bank",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("party_id", BigId, nullable=False),
        sa.Column("bank_name", sa.Text(), nullable=False),
        sa.Column("bank_account", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposed_on", sa.Date(), nullable=False),
        sa.Column("proposed_by_id", BigId, nullable=False),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("confirmed_by_id", BigId, nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_outsourcing_bank_company_id")),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["app_user.id"], name=op.f("fk_outsourcing_bank_confirmed_by_id")
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_outsourcing_bank_party_id")),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["app_user.id"], name=op.f("fk_outsourcing_bank_proposed_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outsourcing_bank")),
    )
    with op.batch_alter_table("outsourcing_bank", schema=None) as batch_op:
        batch_op.create_index("ix_outsourcing_bank_party", ["party_id"], unique=False)

    op.create_table(
        "outsourcing_bond",
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("contract_id", BigId, nullable=True),
        sa.Column("party_id", BigId, nullable=False),
        sa.Column("direction", sa.Text(), nullable=False),
        sa.Column("amount", Amount(), nullable=False),
        sa.Column("balance", Amount(), nullable=False),
        sa.Column("release_on", sa.Date(), nullable=True),
        sa.Column("document_id", BigId, nullable=False),
        sa.CheckConstraint("direction in ('paid', 'held')", name=op.f("ck_outsourcing_bond_direction")),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_outsourcing_bond_company_id")),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["document.id"], name=op.f("fk_outsourcing_bond_contract_id")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_outsourcing_bond_document_id")
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_outsourcing_bond_party_id")),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_outsourcing_bond")),
    )
    with op.batch_alter_table("outsourcing_bond", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outsourcing_bond_contract_id"), ["contract_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_outsourcing_bond_party_id"), ["party_id"], unique=False)

    op.create_table(
        "outsourcing_bond_move",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("document_id", BigId, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("moved_on", sa.Date(), nullable=False),
        sa.Column("amount", Amount(), nullable=False),
        sa.Column("beyond", Amount(), nullable=False),
        sa.Column("balance", Amount(), nullable=False),
        sa.Column("cost_centre_id", BigId, nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_outsourcing_bond_move_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["cost_centre_id"], ["cost_centre.id"], name=op.f("fk_outsourcing_bond_move_cost_centre_id")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_outsourcing_bond_move_document_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outsourcing_bond_move")),
    )
    with op.batch_alter_table("outsourcing_bond_move", schema=None) as batch_op:
        batch_op.create_index("ix_outsourcing_bond_move_document", ["document_id"], unique=False)

    op.create_table(
        "outsourcing_charged_on",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("penalty_id", BigId, nullable=False),
        sa.Column("event_id", BigId, nullable=False),
        sa.Column("percent", Amount(), nullable=False),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.Column("recorded_by_id", BigId, nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_outsourcing_charged_on_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["document.id"], name=op.f("fk_outsourcing_charged_on_event_id")
        ),
        sa.ForeignKeyConstraint(
            ["penalty_id"], ["document.id"], name=op.f("fk_outsourcing_charged_on_penalty_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["app_user.id"], name=op.f("fk_outsourcing_charged_on_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outsourcing_charged_on")),
        sa.UniqueConstraint("event_id", name=op.f("uq_outsourcing_charged_on_event_id")),
    )
    with op.batch_alter_table("outsourcing_charged_on", schema=None) as batch_op:
        batch_op.create_index("ix_outsourcing_charged_on_penalty", ["penalty_id"], unique=False)

    op.create_table(
        "outsourcing_consent",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("contract_id", BigId, nullable=False),
        sa.Column("party_id", BigId, nullable=False),
        sa.Column("matter", sa.Text(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("signer", sa.Text(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=True),
        sa.Column("attachment_id", BigId, nullable=False),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.Column("recorded_by_id", BigId, nullable=False),
        sa.CheckConstraint(
            "matter in ('sim', 'identity', 'contact', 'technical', 'commercial', 'hardware')",
            name=op.f("ck_outsourcing_consent_matter"),
        ),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachment.id"], name=op.f("fk_outsourcing_consent_attachment_id")
        ),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_outsourcing_consent_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["document.id"], name=op.f("fk_outsourcing_consent_contract_id")
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_outsourcing_consent_party_id")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["app_user.id"], name=op.f("fk_outsourcing_consent_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outsourcing_consent")),
    )
    with op.batch_alter_table("outsourcing_consent", schema=None) as batch_op:
        batch_op.create_index("ix_outsourcing_consent_contract", ["contract_id", "given_on"], unique=False)

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
        sa.Column("settled_by", sa.Text(), nullable=False),
        sa.Column("cost_centre_id", BigId, nullable=True),
        sa.Column("document_id", BigId, nullable=False),
        sa.CheckConstraint("our_side in ('a', 'b')", name=op.f("ck_outsourcing_contract_our_side")),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_outsourcing_contract_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["cost_centre_id"], ["cost_centre.id"], name=op.f("fk_outsourcing_contract_cost_centre_id")
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
        "outsourcing_deviation",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("document_id", BigId, nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("clause", sa.Text(), nullable=False),
        sa.Column("requirement", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("deviation", sa.Text(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=True),
        sa.Column("person", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_outsourcing_deviation_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_outsourcing_deviation_document_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outsourcing_deviation")),
        sa.UniqueConstraint(
            "document_id", "position", name=op.f("uq_outsourcing_deviation_document_id_position")
        ),
    )
    with op.batch_alter_table("outsourcing_deviation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outsourcing_deviation_company_id"), ["company_id"], unique=False)

    op.create_table(
        "outsourcing_deviation_list",
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("party_id", BigId, nullable=False),
        sa.Column("contract_id", BigId, nullable=True),
        sa.Column("tender_no", sa.Text(), nullable=False),
        sa.Column("submitted_on", sa.Date(), nullable=True),
        sa.Column("submitted_knowingly", sa.Text(), nullable=True),
        sa.Column("document_id", BigId, nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_outsourcing_deviation_list_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["document.id"], name=op.f("fk_outsourcing_deviation_list_contract_id")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_outsourcing_deviation_list_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["party_id"], ["party.id"], name=op.f("fk_outsourcing_deviation_list_party_id")
        ),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_outsourcing_deviation_list")),
    )
    with op.batch_alter_table("outsourcing_deviation_list", schema=None) as batch_op:
        batch_op.create_index("ix_outsourcing_deviation_list_contract", ["contract_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_outsourcing_deviation_list_party_id"), ["party_id"], unique=False
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
        "outsourcing_person",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("contract_id", BigId, nullable=False),
        sa.Column("party_id", BigId, nullable=False),
        sa.Column("post", sa.Text(), nullable=False),
        sa.Column("function", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("is_key", sa.Boolean(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("replaced_by_id", BigId, nullable=True),
        sa.Column("event_id", BigId, nullable=True),
        sa.Column("attachment_id", BigId, nullable=True),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.Column("recorded_by_id", BigId, nullable=False),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachment.id"], name=op.f("fk_outsourcing_person_attachment_id")
        ),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_outsourcing_person_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["document.id"], name=op.f("fk_outsourcing_person_contract_id")
        ),
        sa.ForeignKeyConstraint(["event_id"], ["document.id"], name=op.f("fk_outsourcing_person_event_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_outsourcing_person_party_id")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["app_user.id"], name=op.f("fk_outsourcing_person_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["replaced_by_id"], ["outsourcing_person.id"], name=op.f("fk_outsourcing_person_replaced_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outsourcing_person")),
    )
    with op.batch_alter_table("outsourcing_person", schema=None) as batch_op:
        batch_op.create_index("ix_outsourcing_person_contract", ["contract_id", "post"], unique=False)
        batch_op.create_index("ix_outsourcing_person_name_key", ["company_id", "name_key"], unique=False)

    op.create_table(
        "outsourcing_problem_clock",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("problem_id", BigId, nullable=False),
        sa.Column("metric", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("start_at", Moment(), nullable=True),
        sa.Column("due_at", Moment(), nullable=True),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.Column("late_seconds", sa.BigInteger(), nullable=False),
        sa.Column("elapsed_seconds", sa.BigInteger(), nullable=True),
        sa.Column("tender_due_at", Moment(), nullable=True),
        sa.Column("tender_met", sa.Boolean(), nullable=True),
        sa.Column("trace", Json, nullable=False),
        sa.Column("event_id", BigId, nullable=True),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_outsourcing_problem_clock_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["document.id"], name=op.f("fk_outsourcing_problem_clock_event_id")
        ),
        sa.ForeignKeyConstraint(
            ["problem_id"], ["document.id"], name=op.f("fk_outsourcing_problem_clock_problem_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outsourcing_problem_clock")),
        sa.UniqueConstraint(
            "problem_id", "metric", name=op.f("uq_outsourcing_problem_clock_problem_id_metric")
        ),
    )
    with op.batch_alter_table("outsourcing_problem_clock", schema=None) as batch_op:
        batch_op.create_index(
            "ix_outsourcing_problem_clock_due", ["company_id", "state", "due_at"], unique=False
        )

    op.create_table(
        "outsourcing_problem_event",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("problem_id", BigId, nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("happened_at", Moment(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.Column("recorded_by_id", BigId, nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_outsourcing_problem_event_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["problem_id"], ["document.id"], name=op.f("fk_outsourcing_problem_event_problem_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["app_user.id"], name=op.f("fk_outsourcing_problem_event_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outsourcing_problem_event")),
        sa.UniqueConstraint(
            "problem_id", "event", name=op.f("uq_outsourcing_problem_event_problem_id_event")
        ),
    )
    op.create_table(
        "outsourcing_problem_hold",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("problem_id", BigId, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("start_at", Moment(), nullable=False),
        sa.Column("end_at", Moment(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("attachment_id", BigId, nullable=False),
        sa.Column("recorded_by_id", BigId, nullable=False),
        sa.CheckConstraint(
            "reason in ('waiting_customer', 'ours')", name=op.f("ck_outsourcing_problem_hold_reason")
        ),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachment.id"], name=op.f("fk_outsourcing_problem_hold_attachment_id")
        ),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_outsourcing_problem_hold_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["problem_id"], ["document.id"], name=op.f("fk_outsourcing_problem_hold_problem_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["app_user.id"], name=op.f("fk_outsourcing_problem_hold_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outsourcing_problem_hold")),
    )
    with op.batch_alter_table("outsourcing_problem_hold", schema=None) as batch_op:
        batch_op.create_index("ix_outsourcing_problem_hold", ["problem_id"], unique=False)

    op.create_table(
        "outsourcing_provider",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("party_id", BigId, nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("cost_centre_id", BigId, nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.Column("recorded_by_id", BigId, nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_outsourcing_provider_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["cost_centre_id"], ["cost_centre.id"], name=op.f("fk_outsourcing_provider_cost_centre_id")
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_outsourcing_provider_party_id")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["app_user.id"], name=op.f("fk_outsourcing_provider_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outsourcing_provider")),
        sa.UniqueConstraint("party_id", "from_on", name=op.f("uq_outsourcing_provider_party_id_from_on")),
    )
    with op.batch_alter_table("outsourcing_provider", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outsourcing_provider_company_id"), ["company_id"], unique=False)

    op.create_table(
        "outsourcing_run",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("reached_id", sa.BigInteger(), nullable=False),
        sa.Column("requested", sa.BigInteger(), nullable=False),
        sa.Column("empty", sa.BigInteger(), nullable=False),
        sa.Column("held", sa.BigInteger(), nullable=False),
        sa.Column("started_at", Moment(), nullable=False),
        sa.Column("started_by_id", BigId, nullable=False),
        sa.Column("finished_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_outsourcing_run_company_id")),
        sa.ForeignKeyConstraint(
            ["started_by_id"], ["app_user.id"], name=op.f("fk_outsourcing_run_started_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outsourcing_run")),
        sa.UniqueConstraint("company_id", "until_on", name=op.f("uq_outsourcing_run_company_id_until_on")),
    )
    op.create_table(
        "outsourcing_safety_point",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("document_id", BigId, nullable=False),
        sa.Column("point", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("attachment_id", BigId, nullable=True),
        sa.Column("event_id", BigId, nullable=True),
        sa.CheckConstraint(
            "answer in ('kept', 'failed', 'not_needed')", name=op.f("ck_outsourcing_safety_point_answer")
        ),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachment.id"], name=op.f("fk_outsourcing_safety_point_attachment_id")
        ),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_outsourcing_safety_point_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_outsourcing_safety_point_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["document.id"], name=op.f("fk_outsourcing_safety_point_event_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outsourcing_safety_point")),
        sa.UniqueConstraint(
            "document_id", "point", name=op.f("uq_outsourcing_safety_point_document_id_point")
        ),
    )
    op.create_table(
        "outsourcing_settlement",
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("contract_id", BigId, nullable=False),
        sa.Column("party_id", BigId, nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("treatment", sa.Text(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("gross", Amount(), nullable=False),
        sa.Column("deductions", Amount(), nullable=False),
        sa.Column("claims", Amount(), nullable=False),
        sa.Column("frozen", Amount(), nullable=False),
        sa.Column("retention", Amount(), nullable=False),
        sa.Column("offsets", Amount(), nullable=False),
        sa.Column("net", Amount(), nullable=False),
        sa.Column("owed_back", Amount(), nullable=False),
        sa.Column("tax", Amount(), nullable=False),
        sa.Column("accrued", Amount(), nullable=False),
        sa.Column("invoice_no", sa.Text(), nullable=True),
        sa.Column("invoiced_on", sa.Date(), nullable=True),
        sa.Column("invoice_tax", Amount(), nullable=True),
        sa.Column("invoice_special", sa.Boolean(), nullable=True),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("our_signed_on", sa.Date(), nullable=True),
        sa.Column("their_signed_on", sa.Date(), nullable=True),
        sa.Column("their_signer", sa.Text(), nullable=True),
        sa.Column("bank_name", sa.Text(), nullable=True),
        sa.Column("bank_account", sa.Text(), nullable=True),
        sa.Column("missing", Json, nullable=False),
        sa.Column("warnings", Json, nullable=False),
        sa.Column("document_id", BigId, nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_outsourcing_settlement_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["document.id"], name=op.f("fk_outsourcing_settlement_contract_id")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_outsourcing_settlement_document_id")
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_outsourcing_settlement_party_id")),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_outsourcing_settlement")),
        sa.UniqueConstraint(
            "contract_id", "position", name=op.f("uq_outsourcing_settlement_contract_id_position")
        ),
    )
    with op.batch_alter_table("outsourcing_settlement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outsourcing_settlement_party_id"), ["party_id"], unique=False)

    op.create_table(
        "outsourcing_slip",
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("contract_id", BigId, nullable=False),
        sa.Column("party_id", BigId, nullable=False),
        sa.Column("place_id", BigId, nullable=False),
        sa.Column("direction", sa.Text(), nullable=False),
        sa.Column("moved_on", sa.Date(), nullable=False),
        sa.Column("pieces", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("document_id", BigId, nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_outsourcing_slip_company_id")),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["document.id"], name=op.f("fk_outsourcing_slip_contract_id")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_outsourcing_slip_document_id")
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_outsourcing_slip_party_id")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_outsourcing_slip_place_id")),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_outsourcing_slip")),
    )
    op.create_table(
        "outsourcing_survey_mark",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("document_id", BigId, nullable=False),
        sa.Column("aspect", sa.Text(), nullable=False),
        sa.Column("mark", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_outsourcing_survey_mark_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_outsourcing_survey_mark_document_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outsourcing_survey_mark")),
        sa.UniqueConstraint(
            "document_id", "aspect", name=op.f("uq_outsourcing_survey_mark_document_id_aspect")
        ),
    )
    op.create_table(
        "outsourcing_team",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("contract_id", BigId, nullable=False),
        sa.Column("function", sa.Text(), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column("full_time", sa.Boolean(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_outsourcing_team_company_id")),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["document.id"], name=op.f("fk_outsourcing_team_contract_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outsourcing_team")),
        sa.UniqueConstraint("contract_id", "function", name=op.f("uq_outsourcing_team_contract_id_function")),
    )
    with op.batch_alter_table("outsourcing_team", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outsourcing_team_company_id"), ["company_id"], unique=False)

    op.create_table(
        "outsourcing_terminal",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("unit_id", BigId, nullable=False),
        sa.Column("product_id", BigId, nullable=False),
        sa.Column("contract_id", BigId, nullable=False),
        sa.Column("party_id", BigId, nullable=False),
        sa.Column("place_id", BigId, nullable=False),
        sa.Column("issue_id", BigId, nullable=False),
        sa.Column("slip_id", BigId, nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("cost", Amount(), nullable=False),
        sa.Column("stock_role", sa.Text(), nullable=False),
        sa.Column("swapped_for_id", BigId, nullable=True),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_outsourcing_terminal_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["document.id"], name=op.f("fk_outsourcing_terminal_contract_id")
        ),
        sa.ForeignKeyConstraint(["issue_id"], ["document.id"], name=op.f("fk_outsourcing_terminal_issue_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_outsourcing_terminal_party_id")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_outsourcing_terminal_place_id")),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_outsourcing_terminal_product_id")
        ),
        sa.ForeignKeyConstraint(["slip_id"], ["document.id"], name=op.f("fk_outsourcing_terminal_slip_id")),
        sa.ForeignKeyConstraint(
            ["swapped_for_id"], ["unit.id"], name=op.f("fk_outsourcing_terminal_swapped_for_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_outsourcing_terminal_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outsourcing_terminal")),
    )
    with op.batch_alter_table("outsourcing_terminal", schema=None) as batch_op:
        batch_op.create_index(
            "ix_outsourcing_terminal_party", ["company_id", "party_id", "state"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_outsourcing_terminal_unit_id"), ["unit_id"], unique=False)
        batch_op.create_index(
            "uq_outsourcing_terminal_open",
            ["unit_id"],
            unique=True,
            sqlite_where=sa.text("state = 'with_installer'"),
            postgresql_where=sa.text("state = 'with_installer'"),
        )

    op.create_table(
        "outsourcing_client_charge",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("contract_id", BigId, nullable=False),
        sa.Column("lot_id", BigId, nullable=False),
        sa.Column("party_id", BigId, nullable=False),
        sa.Column("unit_charge", Amount(), nullable=False),
        sa.Column("tax", sa.Text(), nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.Column("recorded_by_id", BigId, nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_outsourcing_client_charge_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["document.id"], name=op.f("fk_outsourcing_client_charge_contract_id")
        ),
        sa.ForeignKeyConstraint(
            ["lot_id"], ["outsourcing_lot.id"], name=op.f("fk_outsourcing_client_charge_lot_id")
        ),
        sa.ForeignKeyConstraint(
            ["party_id"], ["party.id"], name=op.f("fk_outsourcing_client_charge_party_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["app_user.id"], name=op.f("fk_outsourcing_client_charge_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outsourcing_client_charge")),
        sa.UniqueConstraint("lot_id", name=op.f("uq_outsourcing_client_charge_lot_id")),
    )
    with op.batch_alter_table("outsourcing_client_charge", schema=None) as batch_op:
        batch_op.create_index("ix_outsourcing_client_charge_contract", ["contract_id"], unique=False)

    op.create_table(
        "outsourcing_hindrance",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("contract_id", BigId, nullable=False),
        sa.Column("lot_id", BigId, nullable=True),
        sa.Column("order_id", BigId, nullable=True),
        sa.Column("party_id", BigId, nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("start_on", sa.Date(), nullable=False),
        sa.Column("end_on", sa.Date(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("agreed_days", sa.BigInteger(), nullable=True),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("attachment_id", BigId, nullable=True),
        sa.Column("reported_at", Moment(), nullable=False),
        sa.Column("reported_by_id", BigId, nullable=False),
        sa.Column("confirmed_by_id", BigId, nullable=True),
        sa.CheckConstraint(
            "cause in ('ours', 'client', 'force_majeure')", name=op.f("ck_outsourcing_hindrance_cause")
        ),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachment.id"], name=op.f("fk_outsourcing_hindrance_attachment_id")
        ),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_outsourcing_hindrance_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["app_user.id"], name=op.f("fk_outsourcing_hindrance_confirmed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["document.id"], name=op.f("fk_outsourcing_hindrance_contract_id")
        ),
        sa.ForeignKeyConstraint(
            ["lot_id"], ["outsourcing_lot.id"], name=op.f("fk_outsourcing_hindrance_lot_id")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["document.id"], name=op.f("fk_outsourcing_hindrance_order_id")
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_outsourcing_hindrance_party_id")),
        sa.ForeignKeyConstraint(
            ["reported_by_id"], ["app_user.id"], name=op.f("fk_outsourcing_hindrance_reported_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outsourcing_hindrance")),
    )
    with op.batch_alter_table("outsourcing_hindrance", schema=None) as batch_op:
        batch_op.create_index("ix_outsourcing_hindrance_contract", ["contract_id", "start_on"], unique=False)

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
        sa.Column("product_id", BigId, nullable=True),
        sa.Column("order_id", BigId, nullable=True),
        sa.Column("sim", sa.Text(), nullable=True),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("person", sa.Text(), nullable=True),
        sa.Column("fault", sa.Text(), nullable=True),
        sa.Column("signer", sa.Text(), nullable=True),
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
        sa.Column("removed_on", sa.Date(), nullable=True),
        sa.Column("settlement_id", BigId, nullable=True),
        sa.ForeignKeyConstraint(["centre_id"], ["office.id"], name=op.f("fk_outsourcing_job_centre_id")),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_outsourcing_job_company_id")),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["document.id"], name=op.f("fk_outsourcing_job_contract_id")
        ),
        sa.ForeignKeyConstraint(["host_id"], ["host.id"], name=op.f("fk_outsourcing_job_host_id")),
        sa.ForeignKeyConstraint(["lot_id"], ["outsourcing_lot.id"], name=op.f("fk_outsourcing_job_lot_id")),
        sa.ForeignKeyConstraint(["order_id"], ["document.id"], name=op.f("fk_outsourcing_job_order_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_outsourcing_job_party_id")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_outsourcing_job_product_id")),
        sa.ForeignKeyConstraint(
            ["settlement_id"], ["document.id"], name=op.f("fk_outsourcing_job_settlement_id")
        ),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_outsourcing_job_site_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_outsourcing_job_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outsourcing_job")),
    )
    with op.batch_alter_table("outsourcing_job", schema=None) as batch_op:
        batch_op.create_index("ix_outsourcing_job_centre", ["centre_id"], unique=False)
        batch_op.create_index("ix_outsourcing_job_contract", ["contract_id", "settlement_id"], unique=False)
        batch_op.create_index("ix_outsourcing_job_day", ["planned_on"], unique=False)
        batch_op.create_index("ix_outsourcing_job_host", ["host_id"], unique=False)
        batch_op.create_index("ix_outsourcing_job_lot", ["lot_id"], unique=False)
        batch_op.create_index("ix_outsourcing_job_order", ["order_id"], unique=False)
        batch_op.create_index("ix_outsourcing_job_party", ["party_id"], unique=False)
        batch_op.create_index("ix_outsourcing_job_plan", ["contract_id", "planned_on"], unique=False)
        batch_op.create_index("ix_outsourcing_job_unit", ["unit_id"], unique=False)

    op.create_table(
        "outsourcing_order",
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("contract_id", BigId, nullable=False),
        sa.Column("lot_id", BigId, nullable=False),
        sa.Column("party_id", BigId, nullable=False),
        sa.Column("centre_id", BigId, nullable=True),
        sa.Column("site_id", BigId, nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("jobs_count", sa.BigInteger(), nullable=False),
        sa.Column("people", Json, nullable=False),
        sa.Column("notified_at", Moment(), nullable=True),
        sa.Column("available", sa.BigInteger(), nullable=True),
        sa.Column("rework_due_on", sa.Date(), nullable=True),
        sa.Column("document_id", BigId, nullable=False),
        sa.ForeignKeyConstraint(["centre_id"], ["office.id"], name=op.f("fk_outsourcing_order_centre_id")),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_outsourcing_order_company_id")),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["document.id"], name=op.f("fk_outsourcing_order_contract_id")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_outsourcing_order_document_id")
        ),
        sa.ForeignKeyConstraint(["lot_id"], ["outsourcing_lot.id"], name=op.f("fk_outsourcing_order_lot_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_outsourcing_order_party_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_outsourcing_order_site_id")),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_outsourcing_order")),
    )
    with op.batch_alter_table("outsourcing_order", schema=None) as batch_op:
        batch_op.create_index("ix_outsourcing_order_day", ["company_id", "planned_on"], unique=False)
        batch_op.create_index("ix_outsourcing_order_lot", ["lot_id", "planned_on"], unique=False)

    op.create_table(
        "outsourcing_run_refusal",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("run_id", BigId, nullable=False),
        sa.Column("contract_id", BigId, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("reason", Json, nullable=False),
        sa.Column("refused_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_outsourcing_run_refusal_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["document.id"], name=op.f("fk_outsourcing_run_refusal_contract_id")
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["outsourcing_run.id"], name=op.f("fk_outsourcing_run_refusal_run_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outsourcing_run_refusal")),
        sa.UniqueConstraint(
            "run_id", "contract_id", name=op.f("uq_outsourcing_run_refusal_run_id_contract_id")
        ),
    )
    op.create_table(
        "outsourcing_settlement_line",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("document_id", BigId, nullable=False),
        sa.Column("contract_id", BigId, nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("text", Json, nullable=False),
        sa.Column("lot_id", BigId, nullable=True),
        sa.Column("event_id", BigId, nullable=True),
        sa.Column("clause", sa.Text(), nullable=True),
        sa.Column("quantity", sa.BigInteger(), nullable=True),
        sa.Column("assessed", Amount(), nullable=True),
        sa.Column("amount", Amount(), nullable=False),
        sa.Column("trace", Json, nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_outsourcing_settlement_line_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["document.id"], name=op.f("fk_outsourcing_settlement_line_contract_id")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_outsourcing_settlement_line_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["document.id"], name=op.f("fk_outsourcing_settlement_line_event_id")
        ),
        sa.ForeignKeyConstraint(
            ["lot_id"], ["outsourcing_lot.id"], name=op.f("fk_outsourcing_settlement_line_lot_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outsourcing_settlement_line")),
        sa.UniqueConstraint(
            "document_id", "position", name=op.f("uq_outsourcing_settlement_line_document_id_position")
        ),
    )
    with op.batch_alter_table("outsourcing_settlement_line", schema=None) as batch_op:
        batch_op.create_index("ix_outsourcing_settlement_line_event", ["event_id", "clause"], unique=False)

    op.create_table(
        "outsourcing_survey",
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("party_id", BigId, nullable=True),
        sa.Column("person_id", BigId, nullable=True),
        sa.Column("contract_id", BigId, nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("surveyed_on", sa.Date(), nullable=False),
        sa.Column("way", sa.Text(), nullable=False),
        sa.Column("asked", sa.Text(), nullable=True),
        sa.Column("surveyed_by", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("questionnaire", sa.Text(), nullable=False),
        sa.Column("least", sa.BigInteger(), nullable=False),
        sa.Column("most", sa.BigInteger(), nullable=False),
        sa.Column("remarks", sa.Text(), nullable=True),
        sa.Column("document_id", BigId, nullable=False),
        sa.CheckConstraint(
            "way in ('visit', 'phone', 'questionnaire')", name=op.f("ck_outsourcing_survey_way")
        ),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_outsourcing_survey_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["document.id"], name=op.f("fk_outsourcing_survey_contract_id")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_outsourcing_survey_document_id")
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_outsourcing_survey_party_id")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["outsourcing_person.id"], name=op.f("fk_outsourcing_survey_person_id")
        ),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_outsourcing_survey")),
    )
    with op.batch_alter_table("outsourcing_survey", schema=None) as batch_op:
        batch_op.create_index(
            "ix_outsourcing_survey_agent", ["company_id", "party_id", "surveyed_on"], unique=False
        )
        batch_op.create_index(
            "ix_outsourcing_survey_day", ["company_id", "code", "surveyed_on"], unique=False
        )

    op.create_table(
        "outsourcing_charged_job",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("contract_id", BigId, nullable=False),
        sa.Column("charge_id", BigId, nullable=False),
        sa.Column("lot_id", BigId, nullable=False),
        sa.Column("job_id", BigId, nullable=False),
        sa.Column("unit_charge", Amount(), nullable=False),
        sa.Column("credit_id", BigId, nullable=True),
        sa.ForeignKeyConstraint(
            ["charge_id"], ["document.id"], name=op.f("fk_outsourcing_charged_job_charge_id")
        ),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_outsourcing_charged_job_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["document.id"], name=op.f("fk_outsourcing_charged_job_contract_id")
        ),
        sa.ForeignKeyConstraint(
            ["credit_id"], ["document.id"], name=op.f("fk_outsourcing_charged_job_credit_id")
        ),
        sa.ForeignKeyConstraint(
            ["job_id"], ["outsourcing_job.id"], name=op.f("fk_outsourcing_charged_job_job_id")
        ),
        sa.ForeignKeyConstraint(
            ["lot_id"], ["outsourcing_lot.id"], name=op.f("fk_outsourcing_charged_job_lot_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outsourcing_charged_job")),
        sa.UniqueConstraint("charge_id", "job_id", name=op.f("uq_outsourcing_charged_job_charge_id_job_id")),
    )
    with op.batch_alter_table("outsourcing_charged_job", schema=None) as batch_op:
        batch_op.create_index("ix_outsourcing_charged_job_contract", ["contract_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_outsourcing_charged_job_credit_id"), ["credit_id"], unique=False)
        batch_op.create_index("ix_outsourcing_charged_job_job", ["job_id"], unique=False)

    op.create_table(
        "outsourcing_event",
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("contract_id", BigId, nullable=False),
        sa.Column("party_id", BigId, nullable=False),
        sa.Column("lot_id", BigId, nullable=True),
        sa.Column("centre_id", BigId, nullable=True),
        sa.Column("trigger", sa.Text(), nullable=False),
        sa.Column("occurred_on", sa.Date(), nullable=False),
        sa.Column("facts", Json, nullable=False),
        sa.Column("verified", sa.Boolean(), nullable=False),
        sa.Column("matter", sa.Text(), nullable=True),
        sa.Column("assessed", Amount(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=True),
        sa.Column("decided_amount", Amount(), nullable=True),
        sa.Column("decided_up_to", Amount(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by_id", BigId, nullable=True),
        sa.Column("disputed_amount", Amount(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("job_id", BigId, nullable=True),
        sa.Column("host_id", BigId, nullable=True),
        sa.Column("person", sa.Text(), nullable=True),
        sa.Column("verified_on", sa.Date(), nullable=True),
        sa.Column("verified_by_id", BigId, nullable=True),
        sa.Column("notified_on", sa.Date(), nullable=True),
        sa.Column("answer_due_on", sa.Date(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answer_text", sa.Text(), nullable=True),
        sa.Column("decision_reason", sa.Text(), nullable=True),
        sa.Column("proposal", Json, nullable=True),
        sa.Column("proposed_by_id", BigId, nullable=True),
        sa.Column("document_id", BigId, nullable=False),
        sa.ForeignKeyConstraint(["centre_id"], ["office.id"], name=op.f("fk_outsourcing_event_centre_id")),
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
        sa.ForeignKeyConstraint(["host_id"], ["host.id"], name=op.f("fk_outsourcing_event_host_id")),
        sa.ForeignKeyConstraint(["job_id"], ["outsourcing_job.id"], name=op.f("fk_outsourcing_event_job_id")),
        sa.ForeignKeyConstraint(["lot_id"], ["outsourcing_lot.id"], name=op.f("fk_outsourcing_event_lot_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_outsourcing_event_party_id")),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["app_user.id"], name=op.f("fk_outsourcing_event_proposed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["verified_by_id"], ["app_user.id"], name=op.f("fk_outsourcing_event_verified_by_id")
        ),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_outsourcing_event")),
    )
    with op.batch_alter_table("outsourcing_event", schema=None) as batch_op:
        batch_op.create_index("ix_outsourcing_event_contract", ["contract_id", "occurred_on"], unique=False)
        batch_op.create_index("ix_outsourcing_event_host", ["host_id"], unique=False)

    op.create_table(
        "outsourcing_job_mark",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("job_id", BigId, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("marked_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("attachment_id", BigId, nullable=True),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.Column("recorded_by_id", BigId, nullable=False),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachment.id"], name=op.f("fk_outsourcing_job_mark_attachment_id")
        ),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_outsourcing_job_mark_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["job_id"], ["outsourcing_job.id"], name=op.f("fk_outsourcing_job_mark_job_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["app_user.id"], name=op.f("fk_outsourcing_job_mark_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outsourcing_job_mark")),
    )
    with op.batch_alter_table("outsourcing_job_mark", schema=None) as batch_op:
        batch_op.create_index("ix_outsourcing_job_mark_job", ["job_id"], unique=False)

    op.create_table(
        "outsourcing_problem",
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("contract_id", BigId, nullable=False),
        sa.Column("contract_version", sa.BigInteger(), nullable=False),
        sa.Column("party_id", BigId, nullable=False),
        sa.Column("lot_id", BigId, nullable=True),
        sa.Column("centre_id", BigId, nullable=True),
        sa.Column("job_id", BigId, nullable=True),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("urgency", sa.Text(), nullable=False),
        sa.Column("customer_class", sa.Text(), nullable=True),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("raised_at", Moment(), nullable=False),
        sa.Column("appointed_at", Moment(), nullable=True),
        sa.Column("document_id", BigId, nullable=False),
        sa.CheckConstraint("severity in ('general', 'major')", name=op.f("ck_outsourcing_problem_severity")),
        sa.ForeignKeyConstraint(["centre_id"], ["office.id"], name=op.f("fk_outsourcing_problem_centre_id")),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_outsourcing_problem_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["document.id"], name=op.f("fk_outsourcing_problem_contract_id")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_outsourcing_problem_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["job_id"], ["outsourcing_job.id"], name=op.f("fk_outsourcing_problem_job_id")
        ),
        sa.ForeignKeyConstraint(
            ["lot_id"], ["outsourcing_lot.id"], name=op.f("fk_outsourcing_problem_lot_id")
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_outsourcing_problem_party_id")),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_outsourcing_problem")),
    )
    with op.batch_alter_table("outsourcing_problem", schema=None) as batch_op:
        batch_op.create_index("ix_outsourcing_problem_contract", ["contract_id", "raised_at"], unique=False)
        batch_op.create_index("ix_outsourcing_problem_party", ["party_id", "raised_at"], unique=False)

    op.create_table(
        "outsourcing_safety",
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("contract_id", BigId, nullable=False),
        sa.Column("order_id", BigId, nullable=False),
        sa.Column("party_id", BigId, nullable=False),
        sa.Column("centre_id", BigId, nullable=True),
        sa.Column("job_id", BigId, nullable=True),
        sa.Column("host_id", BigId, nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("checklist", sa.Text(), nullable=False),
        sa.Column("failed", sa.BigInteger(), nullable=False),
        sa.Column("remarks", sa.Text(), nullable=True),
        sa.Column("signer", sa.Text(), nullable=False),
        sa.Column("signed_at", Moment(), nullable=False),
        sa.Column("signed_by_id", BigId, nullable=False),
        sa.Column("document_id", BigId, nullable=False),
        sa.ForeignKeyConstraint(["centre_id"], ["office.id"], name=op.f("fk_outsourcing_safety_centre_id")),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_outsourcing_safety_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["document.id"], name=op.f("fk_outsourcing_safety_contract_id")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_outsourcing_safety_document_id")
        ),
        sa.ForeignKeyConstraint(["host_id"], ["host.id"], name=op.f("fk_outsourcing_safety_host_id")),
        sa.ForeignKeyConstraint(
            ["job_id"], ["outsourcing_job.id"], name=op.f("fk_outsourcing_safety_job_id")
        ),
        sa.ForeignKeyConstraint(["order_id"], ["document.id"], name=op.f("fk_outsourcing_safety_order_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_outsourcing_safety_party_id")),
        sa.ForeignKeyConstraint(
            ["signed_by_id"], ["app_user.id"], name=op.f("fk_outsourcing_safety_signed_by_id")
        ),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_outsourcing_safety")),
    )
    with op.batch_alter_table("outsourcing_safety", schema=None) as batch_op:
        batch_op.create_index("ix_outsourcing_safety_day", ["company_id", "checked_on"], unique=False)
        batch_op.create_index("ix_outsourcing_safety_host", ["host_id"], unique=False)
        batch_op.create_index("ix_outsourcing_safety_order", ["order_id"], unique=False)
        batch_op.create_index(
            "ix_outsourcing_safety_party", ["company_id", "party_id", "checked_on"], unique=False
        )

    op.create_table(
        "outsourcing_settlement_job",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("document_id", BigId, nullable=False),
        sa.Column("job_id", BigId, nullable=False),
        sa.Column("lot_id", BigId, nullable=False),
        sa.Column("sign", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_outsourcing_settlement_job_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_outsourcing_settlement_job_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["job_id"], ["outsourcing_job.id"], name=op.f("fk_outsourcing_settlement_job_job_id")
        ),
        sa.ForeignKeyConstraint(
            ["lot_id"], ["outsourcing_lot.id"], name=op.f("fk_outsourcing_settlement_job_lot_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outsourcing_settlement_job")),
        sa.UniqueConstraint(
            "document_id", "job_id", name=op.f("uq_outsourcing_settlement_job_document_id_job_id")
        ),
    )
    with op.batch_alter_table("outsourcing_settlement_job", schema=None) as batch_op:
        batch_op.create_index("ix_outsourcing_settlement_job_job", ["job_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("outsourcing_settlement_job", schema=None) as batch_op:
        batch_op.drop_index("ix_outsourcing_settlement_job_job")

    op.drop_table("outsourcing_settlement_job")
    with op.batch_alter_table("outsourcing_safety", schema=None) as batch_op:
        batch_op.drop_index("ix_outsourcing_safety_party")
        batch_op.drop_index("ix_outsourcing_safety_order")
        batch_op.drop_index("ix_outsourcing_safety_host")
        batch_op.drop_index("ix_outsourcing_safety_day")

    op.drop_table("outsourcing_safety")
    with op.batch_alter_table("outsourcing_problem", schema=None) as batch_op:
        batch_op.drop_index("ix_outsourcing_problem_party")
        batch_op.drop_index("ix_outsourcing_problem_contract")

    op.drop_table("outsourcing_problem")
    with op.batch_alter_table("outsourcing_job_mark", schema=None) as batch_op:
        batch_op.drop_index("ix_outsourcing_job_mark_job")

    op.drop_table("outsourcing_job_mark")
    with op.batch_alter_table("outsourcing_event", schema=None) as batch_op:
        batch_op.drop_index("ix_outsourcing_event_host")
        batch_op.drop_index("ix_outsourcing_event_contract")

    op.drop_table("outsourcing_event")
    with op.batch_alter_table("outsourcing_charged_job", schema=None) as batch_op:
        batch_op.drop_index("ix_outsourcing_charged_job_job")
        batch_op.drop_index(batch_op.f("ix_outsourcing_charged_job_credit_id"))
        batch_op.drop_index("ix_outsourcing_charged_job_contract")

    op.drop_table("outsourcing_charged_job")
    with op.batch_alter_table("outsourcing_survey", schema=None) as batch_op:
        batch_op.drop_index("ix_outsourcing_survey_day")
        batch_op.drop_index("ix_outsourcing_survey_agent")

    op.drop_table("outsourcing_survey")
    with op.batch_alter_table("outsourcing_settlement_line", schema=None) as batch_op:
        batch_op.drop_index("ix_outsourcing_settlement_line_event")

    op.drop_table("outsourcing_settlement_line")
    op.drop_table("outsourcing_run_refusal")
    with op.batch_alter_table("outsourcing_order", schema=None) as batch_op:
        batch_op.drop_index("ix_outsourcing_order_lot")
        batch_op.drop_index("ix_outsourcing_order_day")

    op.drop_table("outsourcing_order")
    with op.batch_alter_table("outsourcing_job", schema=None) as batch_op:
        batch_op.drop_index("ix_outsourcing_job_unit")
        batch_op.drop_index("ix_outsourcing_job_plan")
        batch_op.drop_index("ix_outsourcing_job_party")
        batch_op.drop_index("ix_outsourcing_job_order")
        batch_op.drop_index("ix_outsourcing_job_lot")
        batch_op.drop_index("ix_outsourcing_job_host")
        batch_op.drop_index("ix_outsourcing_job_day")
        batch_op.drop_index("ix_outsourcing_job_contract")
        batch_op.drop_index("ix_outsourcing_job_centre")

    op.drop_table("outsourcing_job")
    with op.batch_alter_table("outsourcing_hindrance", schema=None) as batch_op:
        batch_op.drop_index("ix_outsourcing_hindrance_contract")

    op.drop_table("outsourcing_hindrance")
    with op.batch_alter_table("outsourcing_client_charge", schema=None) as batch_op:
        batch_op.drop_index("ix_outsourcing_client_charge_contract")

    op.drop_table("outsourcing_client_charge")
    with op.batch_alter_table("outsourcing_terminal", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_outsourcing_terminal_open",
            sqlite_where=sa.text("state = 'with_installer'"),
            postgresql_where=sa.text("state = 'with_installer'"),
        )
        batch_op.drop_index(batch_op.f("ix_outsourcing_terminal_unit_id"))
        batch_op.drop_index("ix_outsourcing_terminal_party")

    op.drop_table("outsourcing_terminal")
    with op.batch_alter_table("outsourcing_team", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outsourcing_team_company_id"))

    op.drop_table("outsourcing_team")
    op.drop_table("outsourcing_survey_mark")
    op.drop_table("outsourcing_slip")
    with op.batch_alter_table("outsourcing_settlement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outsourcing_settlement_party_id"))

    op.drop_table("outsourcing_settlement")
    op.drop_table("outsourcing_safety_point")
    op.drop_table("outsourcing_run")
    with op.batch_alter_table("outsourcing_provider", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outsourcing_provider_company_id"))

    op.drop_table("outsourcing_provider")
    with op.batch_alter_table("outsourcing_problem_hold", schema=None) as batch_op:
        batch_op.drop_index("ix_outsourcing_problem_hold")

    op.drop_table("outsourcing_problem_hold")
    op.drop_table("outsourcing_problem_event")
    with op.batch_alter_table("outsourcing_problem_clock", schema=None) as batch_op:
        batch_op.drop_index("ix_outsourcing_problem_clock_due")

    op.drop_table("outsourcing_problem_clock")
    with op.batch_alter_table("outsourcing_person", schema=None) as batch_op:
        batch_op.drop_index("ix_outsourcing_person_name_key")
        batch_op.drop_index("ix_outsourcing_person_contract")

    op.drop_table("outsourcing_person")
    op.drop_table("outsourcing_lot")
    with op.batch_alter_table("outsourcing_deviation_list", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outsourcing_deviation_list_party_id"))
        batch_op.drop_index("ix_outsourcing_deviation_list_contract")

    op.drop_table("outsourcing_deviation_list")
    with op.batch_alter_table("outsourcing_deviation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outsourcing_deviation_company_id"))

    op.drop_table("outsourcing_deviation")
    op.drop_table("outsourcing_contract_version")
    with op.batch_alter_table("outsourcing_contract", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outsourcing_contract_party_id"))

    op.drop_table("outsourcing_contract")
    with op.batch_alter_table("outsourcing_consent", schema=None) as batch_op:
        batch_op.drop_index("ix_outsourcing_consent_contract")

    op.drop_table("outsourcing_consent")
    with op.batch_alter_table("outsourcing_charged_on", schema=None) as batch_op:
        batch_op.drop_index("ix_outsourcing_charged_on_penalty")

    op.drop_table("outsourcing_charged_on")
    with op.batch_alter_table("outsourcing_bond_move", schema=None) as batch_op:
        batch_op.drop_index("ix_outsourcing_bond_move_document")

    op.drop_table("outsourcing_bond_move")
    with op.batch_alter_table("outsourcing_bond", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outsourcing_bond_party_id"))
        batch_op.drop_index(batch_op.f("ix_outsourcing_bond_contract_id"))

    op.drop_table("outsourcing_bond")
    with op.batch_alter_table("outsourcing_bank", schema=None) as batch_op:
        batch_op.drop_index("ix_outsourcing_bank_party")

    op.drop_table("outsourcing_bank")
    with op.batch_alter_table("outsourcing_accrual", schema=None) as batch_op:
        batch_op.drop_index("ix_outsourcing_accrual_contract")

    op.drop_table("outsourcing_accrual")
