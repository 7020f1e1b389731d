"""first tables"""

import sqlalchemy as sa
from alembic import op

from sanbao.database.types import Amount, BigId, Json, Moment

revision = "rma_0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "rma_binding",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("version_id", BigId, nullable=False),
        sa.Column("party_id", BigId, nullable=True),
        sa.Column("product_id", BigId, nullable=True),
        sa.Column("contract_id", BigId, nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_rma_binding_company_id")),
        sa.ForeignKeyConstraint(["contract_id"], ["document.id"], name=op.f("fk_rma_binding_contract_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_rma_binding_party_id")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_rma_binding_product_id")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["profile_version.id"], name=op.f("fk_rma_binding_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rma_binding")),
    )
    with op.batch_alter_table("rma_binding", schema=None) as batch_op:
        batch_op.create_index("ix_rma_binding_about", ["company_id", "party_id", "product_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_rma_binding_contract_id"), ["contract_id"], unique=False)

    op.create_table(
        "rma_factory",
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("rma_id", BigId, nullable=False),
        sa.Column("supplier_id", BigId, nullable=False),
        sa.Column("price", Amount(), nullable=False),
        sa.Column("assignment", sa.Text(), nullable=False),
        sa.Column("expense_account", sa.Text(), nullable=True),
        sa.Column("cost_centre_id", BigId, nullable=True),
        sa.Column("place_id", BigId, nullable=True),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("back_on", sa.Date(), nullable=True),
        sa.Column("receipts_count", sa.BigInteger(), nullable=False),
        sa.Column("document_id", BigId, nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_rma_factory_company_id")),
        sa.ForeignKeyConstraint(
            ["cost_centre_id"], ["cost_centre.id"], name=op.f("fk_rma_factory_cost_centre_id")
        ),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_rma_factory_document_id")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_rma_factory_place_id")),
        sa.ForeignKeyConstraint(["rma_id"], ["document.id"], name=op.f("fk_rma_factory_rma_id")),
        sa.ForeignKeyConstraint(["supplier_id"], ["party.id"], name=op.f("fk_rma_factory_supplier_id")),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_rma_factory")),
    )
    with op.batch_alter_table("rma_factory", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rma_factory_rma_id"), ["rma_id"], unique=False)

    op.create_table(
        "rma_line",
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", BigId, nullable=True),
        sa.Column("product_id", BigId, nullable=True),
        sa.Column("owner_id", BigId, nullable=True),
        sa.Column("serial", sa.Text(), nullable=True),
        sa.Column("is_announced", sa.Boolean(), nullable=False),
        sa.Column("is_unreadable", sa.Boolean(), nullable=False),
        sa.Column("fault", sa.Text(), nullable=True),
        sa.Column("fault_code", sa.Text(), nullable=True),
        sa.Column("requested_on", sa.Date(), nullable=True),
        sa.Column("purchased_on", sa.Date(), nullable=True),
        sa.Column("condition", sa.Text(), nullable=True),
        sa.Column("accessories", Json, nullable=False),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("account", sa.Text(), nullable=True),
        sa.Column("place_id", BigId, nullable=True),
        sa.Column("diagnosed_on", sa.Date(), nullable=True),
        sa.Column("part", sa.Text(), nullable=True),
        sa.Column("cause", sa.Text(), nullable=True),
        sa.Column("finding", sa.Text(), nullable=True),
        sa.Column("is_main_component", sa.Boolean(), nullable=False),
        sa.Column("is_no_fault", sa.Boolean(), nullable=False),
        sa.Column("is_own_quality", sa.Boolean(), nullable=False),
        sa.Column("is_covered", sa.Boolean(), nullable=True),
        sa.Column("is_checked", sa.Boolean(), nullable=False),
        sa.Column("payment", sa.Text(), nullable=True),
        sa.Column("repeat_of_id", BigId, nullable=True),
        sa.Column("bearer", sa.Text(), nullable=True),
        sa.Column("bearer_party_id", BigId, nullable=True),
        sa.Column("bearer_centre_id", BigId, nullable=True),
        sa.Column("quote_id", BigId, nullable=True),
        sa.Column("special_case", sa.Text(), nullable=True),
        sa.Column("entitled_to", sa.Text(), nullable=True),
        sa.Column("promised_at", Moment(), nullable=True),
        sa.Column("ready_on", sa.Date(), nullable=True),
        sa.Column("started_at", Moment(), nullable=True),
        sa.Column("repaired_on", sa.Date(), nullable=True),
        sa.Column("remedy", sa.Text(), nullable=True),
        sa.Column("qc_count", sa.BigInteger(), nullable=False),
        sa.Column("qc_passed_on", sa.Date(), nullable=True),
        sa.Column("outbound_id", BigId, nullable=True),
        sa.Column("slip_id", BigId, nullable=True),
        sa.Column("factory_id", BigId, nullable=True),
        sa.Column("delivered_on", sa.Date(), nullable=True),
        sa.Column("guaranteed_until", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("fit_on", sa.Date(), nullable=True),
        sa.Column("new_unit_id", BigId, nullable=True),
        sa.Column("new_shipped_on", sa.Date(), nullable=True),
        sa.Column("ahead_due_on", sa.Date(), nullable=True),
        sa.Column("ahead_price", Amount(), nullable=True),
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("document_id", BigId, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["bearer_centre_id"], ["cost_centre.id"], name=op.f("fk_rma_line_bearer_centre_id")
        ),
        sa.ForeignKeyConstraint(["bearer_party_id"], ["party.id"], name=op.f("fk_rma_line_bearer_party_id")),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_rma_line_company_id")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_rma_line_document_id")),
        sa.ForeignKeyConstraint(["factory_id"], ["document.id"], name=op.f("fk_rma_line_factory_id")),
        sa.ForeignKeyConstraint(["new_unit_id"], ["unit.id"], name=op.f("fk_rma_line_new_unit_id")),
        sa.ForeignKeyConstraint(["outbound_id"], ["document.id"], name=op.f("fk_rma_line_outbound_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["party.id"], name=op.f("fk_rma_line_owner_id")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_rma_line_place_id")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_rma_line_product_id")),
        sa.ForeignKeyConstraint(["quote_id"], ["document.id"], name=op.f("fk_rma_line_quote_id")),
        sa.ForeignKeyConstraint(["repeat_of_id"], ["rma_line.id"], name=op.f("fk_rma_line_repeat_of_id")),
        sa.ForeignKeyConstraint(["slip_id"], ["document.id"], name=op.f("fk_rma_line_slip_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_rma_line_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rma_line")),
        sa.UniqueConstraint("document_id", "position", name=op.f("uq_rma_line_document_id_position")),
    )
    with op.batch_alter_table("rma_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rma_line_document_id"), ["document_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_rma_line_factory_id"), ["factory_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_rma_line_outbound_id"), ["outbound_id"], unique=False)
        batch_op.create_index("ix_rma_line_qc", ["company_id", "qc_passed_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_rma_line_quote_id"), ["quote_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_rma_line_slip_id"), ["slip_id"], unique=False)
        batch_op.create_index("ix_rma_line_state", ["company_id", "state", "received_on"], unique=False)
        batch_op.create_index("ix_rma_line_unit", ["unit_id"], unique=False)

    op.create_table(
        "rma_loan",
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("unit_id", BigId, nullable=False),
        sa.Column("party_id", BigId, nullable=False),
        sa.Column("case_id", BigId, nullable=True),
        sa.Column("place_id", BigId, nullable=False),
        sa.Column("by_serial", sa.Boolean(), nullable=False),
        sa.Column("lent_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("condition_out", sa.Text(), nullable=True),
        sa.Column("reminded_on", sa.Date(), nullable=True),
        sa.Column("reminders_count", sa.BigInteger(), nullable=False),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("condition_back", sa.Text(), nullable=True),
        sa.Column("damage", sa.Text(), nullable=True),
        sa.Column("cost", Amount(), nullable=False),
        sa.Column("written_down", Amount(), nullable=False),
        sa.Column("downs_count", sa.BigInteger(), nullable=False),
        sa.Column("document_id", BigId, nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["document.id"], name=op.f("fk_rma_loan_case_id")),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_rma_loan_company_id")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_rma_loan_document_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_rma_loan_party_id")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_rma_loan_place_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_rma_loan_unit_id")),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_rma_loan")),
    )
    with op.batch_alter_table("rma_loan", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rma_loan_case_id"), ["case_id"], unique=False)
        batch_op.create_index("ix_rma_loan_party", ["company_id", "party_id"], unique=False)
        batch_op.create_index("ix_rma_loan_unit", ["unit_id"], unique=False)

    op.create_table(
        "rma_outbound",
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("rma_id", BigId, nullable=False),
        sa.Column("party_id", BigId, nullable=False),
        sa.Column("shipped_at", Moment(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("shipping_mode", sa.Text(), nullable=False),
        sa.Column("tracking", sa.Text(), nullable=True),
        sa.Column("delivered_on", sa.Date(), nullable=True),
        sa.Column("received_by", sa.Text(), nullable=True),
        sa.Column("document_id", BigId, nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_rma_outbound_company_id")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_rma_outbound_document_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_rma_outbound_party_id")),
        sa.ForeignKeyConstraint(["rma_id"], ["document.id"], name=op.f("fk_rma_outbound_rma_id")),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_rma_outbound")),
    )
    with op.batch_alter_table("rma_outbound", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rma_outbound_rma_id"), ["rma_id"], unique=False)

    op.create_table(
        "rma_parcel",
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("party_id", BigId, nullable=False),
        sa.Column("announced_on", sa.Date(), nullable=False),
        sa.Column("announced_quantity", sa.BigInteger(), nullable=False),
        sa.Column("counted_quantity", sa.BigInteger(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("reference", sa.Text(), nullable=True),
        sa.Column("carrier", sa.Text(), nullable=True),
        sa.Column("tracking", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("confirmed_by", sa.Text(), nullable=True),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("count_note", sa.Text(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("document_id", BigId, nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_rma_parcel_company_id")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_rma_parcel_document_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_rma_parcel_party_id")),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_rma_parcel")),
    )
    with op.batch_alter_table("rma_parcel", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rma_parcel_party_id"), ["party_id"], unique=False)
        batch_op.create_index("ix_rma_parcel_reference", ["company_id", "reference"], unique=False)

    op.create_table(
        "rma_parts_order",
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("party_id", BigId, nullable=False),
        sa.Column("case_id", BigId, nullable=True),
        sa.Column("reference", sa.Text(), nullable=True),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("ordered_on", sa.Date(), nullable=False),
        sa.Column("cost_centre_id", BigId, nullable=True),
        sa.Column("deliveries_count", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("document_id", BigId, nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["document.id"], name=op.f("fk_rma_parts_order_case_id")),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_rma_parts_order_company_id")),
        sa.ForeignKeyConstraint(
            ["cost_centre_id"], ["cost_centre.id"], name=op.f("fk_rma_parts_order_cost_centre_id")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_rma_parts_order_document_id")
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_rma_parts_order_party_id")),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_rma_parts_order")),
    )
    with op.batch_alter_table("rma_parts_order", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rma_parts_order_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_rma_parts_order_party_id"), ["party_id"], unique=False)

    op.create_table(
        "rma_spare_adjustment",
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("count_id", BigId, nullable=False),
        sa.Column("place_id", BigId, nullable=False),
        sa.Column("party_id", BigId, nullable=True),
        sa.Column("counted_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("amount", Amount(), nullable=False),
        sa.Column("approved_by_id", BigId, nullable=True),
        sa.Column("document_id", BigId, nullable=False),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["app_user.id"], name=op.f("fk_rma_spare_adjustment_approved_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_rma_spare_adjustment_company_id")
        ),
        sa.ForeignKeyConstraint(["count_id"], ["document.id"], name=op.f("fk_rma_spare_adjustment_count_id")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_rma_spare_adjustment_document_id")
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_rma_spare_adjustment_party_id")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_rma_spare_adjustment_place_id")),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_rma_spare_adjustment")),
    )
    with op.batch_alter_table("rma_spare_adjustment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rma_spare_adjustment_count_id"), ["count_id"], unique=False)

    op.create_table(
        "rma_spare_minimum",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("product_id", BigId, nullable=False),
        sa.Column("place_id", BigId, nullable=False),
        sa.Column("minimum", Amount(), nullable=False),
        sa.Column("target", Amount(), nullable=False),
        sa.Column("supplier_id", BigId, nullable=True),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_rma_spare_minimum_company_id")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_rma_spare_minimum_place_id")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_rma_spare_minimum_product_id")),
        sa.ForeignKeyConstraint(["supplier_id"], ["party.id"], name=op.f("fk_rma_spare_minimum_supplier_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rma_spare_minimum")),
        sa.UniqueConstraint(
            "company_id",
            "product_id",
            "place_id",
            name=op.f("uq_rma_spare_minimum_company_id_product_id_place_id"),
        ),
    )
    op.create_table(
        "rma_spare_order",
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("place_id", BigId, nullable=False),
        sa.Column("supplier_id", BigId, nullable=True),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("ordered_on", sa.Date(), nullable=True),
        sa.Column("order_no", sa.Text(), nullable=True),
        sa.Column("document_id", BigId, nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_rma_spare_order_company_id")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_rma_spare_order_document_id")
        ),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_rma_spare_order_place_id")),
        sa.ForeignKeyConstraint(["supplier_id"], ["party.id"], name=op.f("fk_rma_spare_order_supplier_id")),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_rma_spare_order")),
    )
    op.create_table(
        "rma_spare_receipt",
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("supplier_id", BigId, nullable=False),
        sa.Column("place_id", BigId, nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("slip_no", sa.Text(), nullable=True),
        sa.Column("credited_to", sa.Text(), nullable=False),
        sa.Column("order_id", BigId, nullable=True),
        sa.Column("amount", Amount(), nullable=False),
        sa.Column("document_id", BigId, nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_rma_spare_receipt_company_id")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_rma_spare_receipt_document_id")
        ),
        sa.ForeignKeyConstraint(["order_id"], ["document.id"], name=op.f("fk_rma_spare_receipt_order_id")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_rma_spare_receipt_place_id")),
        sa.ForeignKeyConstraint(["supplier_id"], ["party.id"], name=op.f("fk_rma_spare_receipt_supplier_id")),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_rma_spare_receipt")),
    )
    with op.batch_alter_table("rma_spare_receipt", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rma_spare_receipt_order_id"), ["order_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_rma_spare_receipt_supplier_id"), ["supplier_id"], unique=False)

    op.create_table(
        "rma_spare_transfer",
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("from_place_id", BigId, nullable=False),
        sa.Column("to_place_id", BigId, nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("requested_on", sa.Date(), nullable=False),
        sa.Column("moved_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("document_id", BigId, nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_rma_spare_transfer_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_rma_spare_transfer_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["from_place_id"], ["place.id"], name=op.f("fk_rma_spare_transfer_from_place_id")
        ),
        sa.ForeignKeyConstraint(
            ["to_place_id"], ["place.id"], name=op.f("fk_rma_spare_transfer_to_place_id")
        ),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_rma_spare_transfer")),
    )
    op.create_table(
        "rma_zero_price_order",
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("case_id", BigId, nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("party_id", BigId, nullable=True),
        sa.Column("supplier_id", BigId, nullable=True),
        sa.Column("ordered_on", sa.Date(), nullable=False),
        sa.Column("moves_count", sa.BigInteger(), nullable=False),
        sa.Column("document_id", BigId, nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["document.id"], name=op.f("fk_rma_zero_price_order_case_id")),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_rma_zero_price_order_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_rma_zero_price_order_document_id")
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_rma_zero_price_order_party_id")),
        sa.ForeignKeyConstraint(
            ["supplier_id"], ["party.id"], name=op.f("fk_rma_zero_price_order_supplier_id")
        ),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_rma_zero_price_order")),
    )
    with op.batch_alter_table("rma_zero_price_order", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rma_zero_price_order_case_id"), ["case_id"], unique=False)

    op.create_table(
        "rma_check",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("line_id", BigId, nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("user_id", BigId, nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_rma_check_company_id")),
        sa.ForeignKeyConstraint(["line_id"], ["rma_line.id"], name=op.f("fk_rma_check_line_id")),
        sa.ForeignKeyConstraint(["user_id"], ["app_user.id"], name=op.f("fk_rma_check_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rma_check")),
    )
    with op.batch_alter_table("rma_check", schema=None) as batch_op:
        batch_op.create_index("ix_rma_check_line", ["line_id"], unique=False)

    op.create_table(
        "rma_cost",
        sa.Column("cost_line_id", BigId, nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("line_id", BigId, nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_rma_cost_company_id")),
        sa.ForeignKeyConstraint(["cost_line_id"], ["cost_line.id"], name=op.f("fk_rma_cost_cost_line_id")),
        sa.ForeignKeyConstraint(["line_id"], ["rma_line.id"], name=op.f("fk_rma_cost_line_id")),
        sa.PrimaryKeyConstraint("cost_line_id", name=op.f("pk_rma_cost")),
    )
    with op.batch_alter_table("rma_cost", schema=None) as batch_op:
        batch_op.create_index("ix_rma_cost_line", ["line_id"], unique=False)

    op.create_table(
        "rma_move",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("line_id", BigId, nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("user_id", BigId, nullable=False),
        sa.Column("operation", sa.Text(), nullable=False),
        sa.Column("from_account", sa.Text(), nullable=True),
        sa.Column("from_place_id", BigId, nullable=True),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("place_id", BigId, nullable=True),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_rma_move_company_id")),
        sa.ForeignKeyConstraint(["from_place_id"], ["place.id"], name=op.f("fk_rma_move_from_place_id")),
        sa.ForeignKeyConstraint(["line_id"], ["rma_line.id"], name=op.f("fk_rma_move_line_id")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_rma_move_place_id")),
        sa.ForeignKeyConstraint(["user_id"], ["app_user.id"], name=op.f("fk_rma_move_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rma_move")),
    )
    with op.batch_alter_table("rma_move", schema=None) as batch_op:
        batch_op.create_index("ix_rma_move_line", ["line_id"], unique=False)

    op.create_table(
        "rma_parts_order_line",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("document_id", BigId, nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("product_id", BigId, nullable=False),
        sa.Column("quantity", Amount(), nullable=False),
        sa.Column("free", sa.Boolean(), nullable=False),
        sa.Column("price", Amount(), nullable=True),
        sa.Column("delivered", Amount(), nullable=False),
        sa.Column("cost", Amount(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_rma_parts_order_line_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["rma_parts_order.document_id"], name=op.f("fk_rma_parts_order_line_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_rma_parts_order_line_product_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rma_parts_order_line")),
        sa.UniqueConstraint(
            "document_id", "position", name=op.f("uq_rma_parts_order_line_document_id_position")
        ),
    )
    op.create_table(
        "rma_quoted",
        sa.Column("quote_line_id", BigId, nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("line_id", BigId, nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_rma_quoted_company_id")),
        sa.ForeignKeyConstraint(["line_id"], ["rma_line.id"], name=op.f("fk_rma_quoted_line_id")),
        sa.ForeignKeyConstraint(
            ["quote_line_id"], ["quote_line.id"], name=op.f("fk_rma_quoted_quote_line_id")
        ),
        sa.PrimaryKeyConstraint("quote_line_id", name=op.f("pk_rma_quoted")),
    )
    with op.batch_alter_table("rma_quoted", schema=None) as batch_op:
        batch_op.create_index("ix_rma_quoted_line", ["line_id"], unique=False)

    op.create_table(
        "rma_removed_part",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("document_id", BigId, nullable=False),
        sa.Column("line_id", BigId, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("serial", sa.Text(), nullable=True),
        sa.Column("new_serial", sa.Text(), nullable=True),
        sa.Column("product_id", BigId, nullable=False),
        sa.Column("party_id", BigId, nullable=False),
        sa.Column("removed_on", sa.Date(), nullable=False),
        sa.Column("kept", sa.Boolean(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("place_id", BigId, nullable=True),
        sa.Column("since_on", sa.Date(), nullable=False),
        sa.Column("moves_count", sa.BigInteger(), nullable=False),
        sa.Column("order_id", BigId, nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("agreed_by", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_rma_removed_part_company_id")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_rma_removed_part_document_id")
        ),
        sa.ForeignKeyConstraint(["line_id"], ["rma_line.id"], name=op.f("fk_rma_removed_part_line_id")),
        sa.ForeignKeyConstraint(["order_id"], ["document.id"], name=op.f("fk_rma_removed_part_order_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_rma_removed_part_party_id")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_rma_removed_part_place_id")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_rma_removed_part_product_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rma_removed_part")),
    )
    with op.batch_alter_table("rma_removed_part", schema=None) as batch_op:
        batch_op.create_index("ix_rma_removed_part_document", ["document_id", "state"], unique=False)
        batch_op.create_index("ix_rma_removed_part_line", ["line_id"], unique=False)

    op.create_table(
        "rma_scan",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("line_id", BigId, nullable=False),
        sa.Column("user_id", BigId, nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("from_state", sa.Text(), nullable=False),
        sa.Column("to_state", sa.Text(), nullable=False),
        sa.Column("is_numbered", sa.Boolean(), nullable=False),
        sa.Column("undone_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_rma_scan_company_id")),
        sa.ForeignKeyConstraint(["line_id"], ["rma_line.id"], name=op.f("fk_rma_scan_line_id")),
        sa.ForeignKeyConstraint(["user_id"], ["app_user.id"], name=op.f("fk_rma_scan_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rma_scan")),
    )
    with op.batch_alter_table("rma_scan", schema=None) as batch_op:
        batch_op.create_index("ix_rma_scan_line", ["line_id"], unique=False)

    op.create_table(
        "rma_slip",
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("rma_id", BigId, nullable=False),
        sa.Column("line_id", BigId, nullable=False),
        sa.Column("party_id", BigId, nullable=False),
        sa.Column("solution", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("purchased_on", sa.Date(), nullable=False),
        sa.Column("requested_on", sa.Date(), nullable=False),
        sa.Column("shipped_on", sa.Date(), nullable=True),
        sa.Column("salesman_id", BigId, nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("signed_by_id", BigId, nullable=True),
        sa.Column("booked_on", sa.Date(), nullable=True),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("payments_count", sa.BigInteger(), nullable=False),
        sa.Column("price", Amount(), nullable=False),
        sa.Column("fee", Amount(), nullable=False),
        sa.Column("fee_rule", sa.Text(), nullable=True),
        sa.Column("tax", Amount(), nullable=False),
        sa.Column("cost", Amount(), nullable=True),
        sa.Column("recoverable", Amount(), nullable=False),
        sa.Column("cost_centre_id", BigId, nullable=False),
        sa.Column("document_id", BigId, nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_rma_slip_company_id")),
        sa.ForeignKeyConstraint(
            ["cost_centre_id"], ["cost_centre.id"], name=op.f("fk_rma_slip_cost_centre_id")
        ),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_rma_slip_document_id")),
        sa.ForeignKeyConstraint(["line_id"], ["rma_line.id"], name=op.f("fk_rma_slip_line_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_rma_slip_party_id")),
        sa.ForeignKeyConstraint(["rma_id"], ["document.id"], name=op.f("fk_rma_slip_rma_id")),
        sa.ForeignKeyConstraint(["salesman_id"], ["app_user.id"], name=op.f("fk_rma_slip_salesman_id")),
        sa.ForeignKeyConstraint(["signed_by_id"], ["app_user.id"], name=op.f("fk_rma_slip_signed_by_id")),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_rma_slip")),
    )
    with op.batch_alter_table("rma_slip", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rma_slip_line_id"), ["line_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_rma_slip_rma_id"), ["rma_id"], unique=False)

    op.create_table(
        "rma_spare_adjustment_line",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("document_id", BigId, nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("product_id", BigId, nullable=False),
        sa.Column("booked", Amount(), nullable=False),
        sa.Column("counted", Amount(), nullable=False),
        sa.Column("amount", Amount(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_rma_spare_adjustment_line_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["rma_spare_adjustment.document_id"],
            name=op.f("fk_rma_spare_adjustment_line_document_id"),
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_rma_spare_adjustment_line_product_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rma_spare_adjustment_line")),
        sa.UniqueConstraint(
            "document_id", "position", name=op.f("uq_rma_spare_adjustment_line_document_id_position")
        ),
    )
    op.create_table(
        "rma_spare_order_line",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("document_id", BigId, nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("product_id", BigId, nullable=False),
        sa.Column("quantity", Amount(), nullable=False),
        sa.Column("received", Amount(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_rma_spare_order_line_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["rma_spare_order.document_id"], name=op.f("fk_rma_spare_order_line_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_rma_spare_order_line_product_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rma_spare_order_line")),
        sa.UniqueConstraint(
            "document_id", "product_id", name=op.f("uq_rma_spare_order_line_document_id_product_id")
        ),
    )
    with op.batch_alter_table("rma_spare_order_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rma_spare_order_line_product_id"), ["product_id"], unique=False)

    op.create_table(
        "rma_spare_receipt_line",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("document_id", BigId, nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("product_id", BigId, nullable=False),
        sa.Column("quantity", Amount(), nullable=False),
        sa.Column("price", Amount(), nullable=False),
        sa.Column("amount", Amount(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_rma_spare_receipt_line_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["rma_spare_receipt.document_id"],
            name=op.f("fk_rma_spare_receipt_line_document_id"),
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_rma_spare_receipt_line_product_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rma_spare_receipt_line")),
        sa.UniqueConstraint(
            "document_id", "position", name=op.f("uq_rma_spare_receipt_line_document_id_position")
        ),
    )
    with op.batch_alter_table("rma_spare_receipt_line", schema=None) as batch_op:
        batch_op.create_index("ix_rma_receipt_product", ["product_id"], unique=False)

    op.create_table(
        "rma_spare_transfer_line",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("document_id", BigId, nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("product_id", BigId, nullable=False),
        sa.Column("quantity", Amount(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_rma_spare_transfer_line_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["rma_spare_transfer.document_id"],
            name=op.f("fk_rma_spare_transfer_line_document_id"),
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_rma_spare_transfer_line_product_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rma_spare_transfer_line")),
        sa.UniqueConstraint(
            "document_id", "position", name=op.f("uq_rma_spare_transfer_line_document_id_position")
        ),
    )
    op.create_table(
        "rma_wait",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("line_id", BigId, nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("since", Moment(), nullable=False),
        sa.Column("until", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_rma_wait_company_id")),
        sa.ForeignKeyConstraint(["line_id"], ["rma_line.id"], name=op.f("fk_rma_wait_line_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rma_wait")),
    )
    with op.batch_alter_table("rma_wait", schema=None) as batch_op:
        batch_op.create_index("ix_rma_wait_line", ["line_id"], unique=False)

    op.create_table(
        "rma_zero_price_line",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("document_id", BigId, nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("product_id", BigId, nullable=False),
        sa.Column("quantity", Amount(), nullable=False),
        sa.Column("received", Amount(), nullable=False),
        sa.Column("given_up", Amount(), nullable=False),
        sa.Column("to_sales", Amount(), nullable=False),
        sa.Column("sent", Amount(), nullable=False),
        sa.Column("ended", Amount(), nullable=False),
        sa.Column("passed", Amount(), nullable=False),
        sa.Column("failed", Amount(), nullable=False),
        sa.Column("restocked", Amount(), nullable=False),
        sa.Column("place_id", BigId, nullable=True),
        sa.Column("given_up_reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_rma_zero_price_line_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["rma_zero_price_order.document_id"],
            name=op.f("fk_rma_zero_price_line_document_id"),
        ),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_rma_zero_price_line_place_id")),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_rma_zero_price_line_product_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rma_zero_price_line")),
        sa.UniqueConstraint(
            "document_id", "position", name=op.f("uq_rma_zero_price_line_document_id_position")
        ),
    )


def downgrade() -> None:
    op.drop_table("rma_zero_price_line")
    with op.batch_alter_table("rma_wait", schema=None) as batch_op:
        batch_op.drop_index("ix_rma_wait_line")

    op.drop_table("rma_wait")
    op.drop_table("rma_spare_transfer_line")
    with op.batch_alter_table("rma_spare_receipt_line", schema=None) as batch_op:
        batch_op.drop_index("ix_rma_receipt_product")

    op.drop_table("rma_spare_receipt_line")
    with op.batch_alter_table("rma_spare_order_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rma_spare_order_line_product_id"))

    op.drop_table("rma_spare_order_line")
    op.drop_table("rma_spare_adjustment_line")
    with op.batch_alter_table("rma_slip", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rma_slip_rma_id"))
        batch_op.drop_index(batch_op.f("ix_rma_slip_line_id"))

    op.drop_table("rma_slip")
    with op.batch_alter_table("rma_scan", schema=None) as batch_op:
        batch_op.drop_index("ix_rma_scan_line")

    op.drop_table("rma_scan")
    with op.batch_alter_table("rma_removed_part", schema=None) as batch_op:
        batch_op.drop_index("ix_rma_removed_part_line")
        batch_op.drop_index("ix_rma_removed_part_document")

    op.drop_table("rma_removed_part")
    with op.batch_alter_table("rma_quoted", schema=None) as batch_op:
        batch_op.drop_index("ix_rma_quoted_line")

    op.drop_table("rma_quoted")
    op.drop_table("rma_parts_order_line")
    with op.batch_alter_table("rma_move", schema=None) as batch_op:
        batch_op.drop_index("ix_rma_move_line")

    op.drop_table("rma_move")
    with op.batch_alter_table("rma_cost", schema=None) as batch_op:
        batch_op.drop_index("ix_rma_cost_line")

    op.drop_table("rma_cost")
    with op.batch_alter_table("rma_check", schema=None) as batch_op:
        batch_op.drop_index("ix_rma_check_line")

    op.drop_table("rma_check")
    with op.batch_alter_table("rma_zero_price_order", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rma_zero_price_order_case_id"))

    op.drop_table("rma_zero_price_order")
    op.drop_table("rma_spare_transfer")
    with op.batch_alter_table("rma_spare_receipt", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rma_spare_receipt_supplier_id"))
        batch_op.drop_index(batch_op.f("ix_rma_spare_receipt_order_id"))

    op.drop_table("rma_spare_receipt")
    op.drop_table("rma_spare_order")
    op.drop_table("rma_spare_minimum")
    with op.batch_alter_table("rma_spare_adjustment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rma_spare_adjustment_count_id"))

    op.drop_table("rma_spare_adjustment")
    with op.batch_alter_table("rma_parts_order", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rma_parts_order_party_id"))
        batch_op.drop_index(batch_op.f("ix_rma_parts_order_case_id"))

    op.drop_table("rma_parts_order")
    with op.batch_alter_table("rma_parcel", schema=None) as batch_op:
        batch_op.drop_index("ix_rma_parcel_reference")
        batch_op.drop_index(batch_op.f("ix_rma_parcel_party_id"))

    op.drop_table("rma_parcel")
    with op.batch_alter_table("rma_outbound", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rma_outbound_rma_id"))

    op.drop_table("rma_outbound")
    with op.batch_alter_table("rma_loan", schema=None) as batch_op:
        batch_op.drop_index("ix_rma_loan_unit")
        batch_op.drop_index("ix_rma_loan_party")
        batch_op.drop_index(batch_op.f("ix_rma_loan_case_id"))

    op.drop_table("rma_loan")
    with op.batch_alter_table("rma_line", schema=None) as batch_op:
        batch_op.drop_index("ix_rma_line_unit")
        batch_op.drop_index("ix_rma_line_state")
        batch_op.drop_index(batch_op.f("ix_rma_line_slip_id"))
        batch_op.drop_index(batch_op.f("ix_rma_line_quote_id"))
        batch_op.drop_index("ix_rma_line_qc")
        batch_op.drop_index(batch_op.f("ix_rma_line_outbound_id"))
        batch_op.drop_index(batch_op.f("ix_rma_line_factory_id"))
        batch_op.drop_index(batch_op.f("ix_rma_line_document_id"))

    op.drop_table("rma_line")
    with op.batch_alter_table("rma_factory", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rma_factory_rma_id"))

    op.drop_table("rma_factory")
    with op.batch_alter_table("rma_binding", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rma_binding_contract_id"))
        batch_op.drop_index("ix_rma_binding_about")

    op.drop_table("rma_binding")
