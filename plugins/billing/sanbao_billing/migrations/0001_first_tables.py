"""first tables"""

import sqlalchemy as sa
from alembic import op

from sanbao.database.types import Amount, BigId, Json

revision = "billing_0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "billing_bill",
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("party_id", BigId, nullable=False),
        sa.Column("vendor_no", sa.Text(), nullable=False),
        sa.Column("invoice_kind", sa.Text(), nullable=False),
        sa.Column("billed_on", sa.Date(), nullable=False),
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("net", Amount(), nullable=False),
        sa.Column("tax", Amount(), nullable=False),
        sa.Column("gross", Amount(), nullable=False),
        sa.Column("cancelled_on", sa.Date(), nullable=True),
        sa.Column("document_id", BigId, nullable=False),
        sa.CheckConstraint(
            "invoice_kind in ('ordinary', 'special')", name=op.f("ck_billing_bill_invoice_kind")
        ),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_billing_bill_company_id")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_billing_bill_document_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_billing_bill_party_id")),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_billing_bill")),
    )
    with op.batch_alter_table("billing_bill", schema=None) as batch_op:
        batch_op.create_index("ix_billing_bill_no", ["company_id", "vendor_no"], unique=False)
        batch_op.create_index(
            "uq_billing_bill_vendor_no",
            ["company_id", "party_id", "vendor_no"],
            unique=True,
            sqlite_where=sa.text("cancelled_on IS NULL"),
            postgresql_where=sa.text("cancelled_on IS NULL"),
        )

    op.create_table(
        "billing_bill_line",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("document_id", BigId, nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("net", Amount(), nullable=False),
        sa.Column("tax", Amount(), nullable=False),
        sa.Column("accrued", Amount(), nullable=False),
        sa.Column("difference", Amount(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("case_id", BigId, nullable=True),
        sa.Column("cost_line_id", BigId, nullable=True),
        sa.Column("account_id", BigId, nullable=True),
        sa.Column("cost_centre_id", BigId, nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_billing_bill_line_account_id")),
        sa.ForeignKeyConstraint(["case_id"], ["document.id"], name=op.f("fk_billing_bill_line_case_id")),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_billing_bill_line_company_id")),
        sa.ForeignKeyConstraint(
            ["cost_centre_id"], ["cost_centre.id"], name=op.f("fk_billing_bill_line_cost_centre_id")
        ),
        sa.ForeignKeyConstraint(
            ["cost_line_id"], ["cost_line.id"], name=op.f("fk_billing_bill_line_cost_line_id")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_billing_bill_line_document_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_billing_bill_line")),
        sa.UniqueConstraint(
            "document_id", "position", name=op.f("uq_billing_bill_line_document_id_position")
        ),
    )
    op.create_table(
        "billing_clearing",
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("party_id", BigId, nullable=True),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("amount", Amount(), nullable=False),
        sa.Column("cleared_on", sa.Date(), nullable=False),
        sa.Column("document_id", BigId, nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_billing_clearing_company_id")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_billing_clearing_document_id")
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_billing_clearing_party_id")),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_billing_clearing")),
    )
    op.create_table(
        "billing_due",
        sa.Column("document_id", BigId, nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_billing_due_company_id")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_billing_due_document_id")),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_billing_due")),
    )
    op.create_table(
        "billing_invoice",
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("party_id", BigId, nullable=False),
        sa.Column("invoice_kind", sa.Text(), nullable=False),
        sa.Column("tax_invoice_no", sa.Text(), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("tax_inclusive", sa.Boolean(), nullable=False),
        sa.Column("net", Amount(), nullable=False),
        sa.Column("tax", Amount(), nullable=False),
        sa.Column("gross", Amount(), nullable=False),
        sa.Column("buyer_title", sa.Text(), nullable=False),
        sa.Column("buyer_tax_number", sa.Text(), nullable=True),
        sa.Column("buyer_bank", sa.Text(), nullable=True),
        sa.Column("original_id", BigId, nullable=True),
        sa.Column("red_form_no", sa.Text(), nullable=True),
        sa.Column("red_cause", sa.Text(), nullable=True),
        sa.Column("document_id", BigId, nullable=False),
        sa.CheckConstraint(
            "invoice_kind in ('ordinary', 'special')", name=op.f("ck_billing_invoice_invoice_kind")
        ),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_billing_invoice_company_id")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_billing_invoice_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["original_id"], ["document.id"], name=op.f("fk_billing_invoice_original_id")
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_billing_invoice_party_id")),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_billing_invoice")),
        sa.UniqueConstraint(
            "company_id",
            "invoice_kind",
            "tax_invoice_no",
            name=op.f("uq_billing_invoice_company_id_invoice_kind_tax_invoice_no"),
        ),
    )
    with op.batch_alter_table("billing_invoice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_billing_invoice_original_id"), ["original_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_billing_invoice_party_id"), ["party_id"], unique=False)

    op.create_table(
        "billing_invoice_line",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("document_id", BigId, nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("charge_id", BigId, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=True),
        sa.Column("quantity", Amount(), nullable=False),
        sa.Column("price", Amount(), nullable=False),
        sa.Column("tax_percent", Amount(), nullable=False),
        sa.Column("net", Amount(), nullable=False),
        sa.Column("tax", Amount(), nullable=False),
        sa.Column("gross", Amount(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("reverses_id", BigId, nullable=True),
        sa.ForeignKeyConstraint(
            ["charge_id"], ["document.id"], name=op.f("fk_billing_invoice_line_charge_id")
        ),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_billing_invoice_line_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_billing_invoice_line_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["reverses_id"], ["billing_invoice_line.id"], name=op.f("fk_billing_invoice_line_reverses_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_billing_invoice_line")),
        sa.UniqueConstraint(
            "document_id", "position", name=op.f("uq_billing_invoice_line_document_id_position")
        ),
    )
    with op.batch_alter_table("billing_invoice_line", schema=None) as batch_op:
        batch_op.create_index("ix_billing_invoice_line_charge", ["charge_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_billing_invoice_line_reverses_id"), ["reverses_id"], unique=False
        )

    op.create_table(
        "billing_match",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("account_id", BigId, nullable=False),
        sa.Column("party_id", BigId, nullable=True),
        sa.Column("debit_document_id", BigId, nullable=False),
        sa.Column("debit_event", sa.Text(), nullable=False),
        sa.Column("debit_position", sa.BigInteger(), nullable=False),
        sa.Column("credit_document_id", BigId, nullable=False),
        sa.Column("credit_event", sa.Text(), nullable=False),
        sa.Column("credit_position", sa.BigInteger(), nullable=False),
        sa.Column("amount", Amount(), nullable=False),
        sa.Column("matched_on", sa.Date(), nullable=False),
        sa.Column("document_id", BigId, nullable=False),
        sa.Column("undone_on", sa.Date(), nullable=True),
        sa.Column("undone_reason", sa.Text(), nullable=True),
        sa.CheckConstraint("amount > 0", name=op.f("ck_billing_match_amount")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_billing_match_account_id")),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_billing_match_company_id")),
        sa.ForeignKeyConstraint(
            ["credit_document_id"], ["document.id"], name=op.f("fk_billing_match_credit_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["debit_document_id"], ["document.id"], name=op.f("fk_billing_match_debit_document_id")
        ),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_billing_match_document_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_billing_match_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_billing_match")),
    )
    with op.batch_alter_table("billing_match", schema=None) as batch_op:
        batch_op.create_index(
            "ix_billing_match_credit", ["credit_document_id", "credit_event", "credit_position"], unique=False
        )
        batch_op.create_index(
            "ix_billing_match_debit", ["debit_document_id", "debit_event", "debit_position"], unique=False
        )
        batch_op.create_index("ix_billing_match_document", ["document_id"], unique=False)
        batch_op.create_index("ix_billing_match_party", ["party_id"], unique=False)

    op.create_table(
        "billing_offset",
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("debit_role", sa.Text(), nullable=False),
        sa.Column("debit_party_id", BigId, nullable=False),
        sa.Column("credit_role", sa.Text(), nullable=False),
        sa.Column("credit_party_id", BigId, nullable=False),
        sa.Column("amount", Amount(), nullable=False),
        sa.Column("offset_on", sa.Date(), nullable=False),
        sa.Column("assignment", sa.Text(), nullable=True),
        sa.Column("document_id", BigId, nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_billing_offset_company_id")),
        sa.ForeignKeyConstraint(
            ["credit_party_id"], ["party.id"], name=op.f("fk_billing_offset_credit_party_id")
        ),
        sa.ForeignKeyConstraint(
            ["debit_party_id"], ["party.id"], name=op.f("fk_billing_offset_debit_party_id")
        ),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_billing_offset_document_id")),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_billing_offset")),
    )
    op.create_table(
        "billing_party",
        sa.Column("party_id", BigId, nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("invoice_title", sa.Text(), nullable=True),
        sa.Column("tax_number", sa.Text(), nullable=True),
        sa.Column("bank_name", sa.Text(), nullable=True),
        sa.Column("bank_account", sa.Text(), nullable=True),
        sa.Column("payment_terms", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_billing_party_company_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_billing_party_party_id")),
        sa.PrimaryKeyConstraint("party_id", name=op.f("pk_billing_party")),
    )
    op.create_table(
        "billing_payment",
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("direction", sa.Text(), nullable=False),
        sa.Column("party_id", BigId, nullable=False),
        sa.Column("amount", Amount(), nullable=False),
        sa.Column("written_off", Amount(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("against", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=True),
        sa.Column("reference", sa.Text(), nullable=True),
        sa.Column("bank_text", sa.Text(), nullable=True),
        sa.Column("cancelled_on", sa.Date(), nullable=True),
        sa.Column("document_id", BigId, nullable=False),
        sa.CheckConstraint("direction in ('in', 'out')", name=op.f("ck_billing_payment_direction")),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_billing_payment_company_id")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_billing_payment_document_id")
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_billing_payment_party_id")),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_billing_payment")),
    )
    with op.batch_alter_table("billing_payment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_billing_payment_party_id"), ["party_id"], unique=False)

    op.create_table(
        "billing_statement",
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("party_id", BigId, nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("start_on", sa.Date(), nullable=False),
        sa.Column("end_on", sa.Date(), nullable=False),
        sa.Column("opening", Amount(), nullable=False),
        sa.Column("debit", Amount(), nullable=False),
        sa.Column("credit", Amount(), nullable=False),
        sa.Column("closing", Amount(), nullable=False),
        sa.Column("lines", Json, nullable=False),
        sa.Column("items", Json, nullable=False),
        sa.Column("their_balance", Amount(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("document_id", BigId, nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_billing_statement_company_id")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_billing_statement_document_id")
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_billing_statement_party_id")),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_billing_statement")),
    )


def downgrade() -> None:
    op.drop_table("billing_statement")
    with op.batch_alter_table("billing_payment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_billing_payment_party_id"))

    op.drop_table("billing_payment")
    op.drop_table("billing_party")
    op.drop_table("billing_offset")
    with op.batch_alter_table("billing_match", schema=None) as batch_op:
        batch_op.drop_index("ix_billing_match_party")
        batch_op.drop_index("ix_billing_match_document")
        batch_op.drop_index("ix_billing_match_debit")
        batch_op.drop_index("ix_billing_match_credit")

    op.drop_table("billing_match")
    with op.batch_alter_table("billing_invoice_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_billing_invoice_line_reverses_id"))
        batch_op.drop_index("ix_billing_invoice_line_charge")

    op.drop_table("billing_invoice_line")
    with op.batch_alter_table("billing_invoice", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_billing_invoice_party_id"))
        batch_op.drop_index(batch_op.f("ix_billing_invoice_original_id"))

    op.drop_table("billing_invoice")
    op.drop_table("billing_due")
    op.drop_table("billing_clearing")
    op.drop_table("billing_bill_line")
    with op.batch_alter_table("billing_bill", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_billing_bill_vendor_no",
            sqlite_where=sa.text("cancelled_on IS NULL"),
            postgresql_where=sa.text("cancelled_on IS NULL"),
        )
        batch_op.drop_index("ix_billing_bill_no")

    op.drop_table("billing_bill")
