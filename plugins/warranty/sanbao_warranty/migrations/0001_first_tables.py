"""first tables"""

import sqlalchemy as sa
from alembic import op

from sanbao.database.types import Amount, BigId, Json, Moment

revision = "warranty_0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "warranty_binding",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("unit_id", BigId, nullable=False),
        sa.Column("version_id", BigId, nullable=False),
        sa.Column("bound_at", Moment(), nullable=False),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_warranty_binding_company_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_warranty_binding_unit_id")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["profile_version.id"], name=op.f("fk_warranty_binding_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_warranty_binding")),
        sa.UniqueConstraint("unit_id", "version_id", name=op.f("uq_warranty_binding_unit_id_version_id")),
    )
    with op.batch_alter_table("warranty_binding", schema=None) as batch_op:
        batch_op.create_index("ix_warranty_binding_unit", ["unit_id"], unique=False)

    op.create_table(
        "warranty_card",
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("unit_id", BigId, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("promises", Json, nullable=False),
        sa.Column("because", sa.Text(), nullable=True),
        sa.Column("document_id", BigId, nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_warranty_card_company_id")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_warranty_card_document_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_warranty_card_unit_id")),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_warranty_card")),
        sa.UniqueConstraint("code", name=op.f("uq_warranty_card_code")),
    )
    with op.batch_alter_table("warranty_card", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_warranty_card_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "warranty_claim",
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("unit_id", BigId, nullable=False),
        sa.Column("caller", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("fault_code", sa.Text(), nullable=True),
        sa.Column("fault_text", sa.Text(), nullable=False),
        sa.Column("fault_class", sa.Text(), nullable=True),
        sa.Column("is_serious", sa.Boolean(), nullable=True),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Boolean(), nullable=False),
        sa.Column("product_caused", sa.Boolean(), nullable=True),
        sa.Column("occurred_at", Moment(), nullable=True),
        sa.Column("occurred_proven", sa.Boolean(), nullable=False),
        sa.Column("received_at", Moment(), nullable=False),
        sa.Column("parts", Json, nullable=False),
        sa.Column("repaired_on", sa.Date(), nullable=True),
        sa.Column("special_case", sa.Text(), nullable=True),
        sa.Column("document_id", BigId, nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_warranty_claim_company_id")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_warranty_claim_document_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_warranty_claim_unit_id")),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_warranty_claim")),
    )
    with op.batch_alter_table("warranty_claim", schema=None) as batch_op:
        batch_op.create_index(
            "ix_warranty_claim_caller",
            ["company_id", "caller"],
            unique=False,
            postgresql_ops={"caller": "text_pattern_ops"},
        )
        batch_op.create_index("ix_warranty_claim_phone", ["company_id", "phone"], unique=False)
        batch_op.create_index(batch_op.f("ix_warranty_claim_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "warranty_delivery",
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("party_id", BigId, nullable=False),
        sa.Column("quote_id", BigId, nullable=True),
        sa.Column("delivered_on", sa.Date(), nullable=False),
        sa.Column("is_imported", sa.Boolean(), nullable=False),
        sa.Column("papers", Json, nullable=False),
        sa.Column("differences", Json, nullable=False),
        sa.Column("document_id", BigId, nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_warranty_delivery_company_id")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_warranty_delivery_document_id")
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_warranty_delivery_party_id")),
        sa.ForeignKeyConstraint(["quote_id"], ["document.id"], name=op.f("fk_warranty_delivery_quote_id")),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_warranty_delivery")),
    )
    op.create_table(
        "warranty_extension",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("unit_id", BigId, nullable=False),
        sa.Column("version_id", BigId, nullable=False),
        sa.Column("guarantee", sa.Text(), nullable=True),
        sa.Column("months", sa.BigInteger(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("document_id", BigId, nullable=True),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.Column("recorded_by_id", BigId, nullable=False),
        sa.Column("withdrawn_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_warranty_extension_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_warranty_extension_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["app_user.id"], name=op.f("fk_warranty_extension_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_warranty_extension_unit_id")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["profile_version.id"], name=op.f("fk_warranty_extension_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_warranty_extension")),
    )
    with op.batch_alter_table("warranty_extension", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_warranty_extension_document_id"), ["document_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_warranty_extension_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "warranty_final_test",
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("unit_id", BigId, nullable=False),
        sa.Column("version_id", BigId, nullable=False),
        sa.Column("guarantee", sa.Text(), nullable=False),
        sa.Column("window_from", sa.Date(), nullable=False),
        sa.Column("window_until", sa.Date(), nullable=False),
        sa.Column("tested_on", sa.Date(), nullable=True),
        sa.Column("passed", sa.Boolean(), nullable=True),
        sa.Column("in_window", sa.Boolean(), nullable=True),
        sa.Column("findings", sa.Text(), nullable=True),
        sa.Column("repaired_on", sa.Date(), nullable=True),
        sa.Column("document_id", BigId, nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_warranty_final_test_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_warranty_final_test_document_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_warranty_final_test_unit_id")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["profile_version.id"], name=op.f("fk_warranty_final_test_version_id")
        ),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_warranty_final_test")),
    )
    with op.batch_alter_table("warranty_final_test", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_warranty_final_test_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "warranty_override",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("document_id", BigId, nullable=False),
        sa.Column("responsible", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("breached", sa.Text(), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("admitted_at", Moment(), nullable=False),
        sa.Column("admitted_by_id", BigId, nullable=False),
        sa.Column("withdrawn_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["admitted_by_id"], ["app_user.id"], name=op.f("fk_warranty_override_admitted_by_id")
        ),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_warranty_override_company_id")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_warranty_override_document_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_warranty_override")),
    )
    with op.batch_alter_table("warranty_override", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_warranty_override_document_id"), ["document_id"], unique=False)

    op.create_table(
        "warranty_product_promise",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("product_id", BigId, nullable=False),
        sa.Column("version_id", BigId, nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_warranty_product_promise_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_warranty_product_promise_product_id")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["profile_version.id"], name=op.f("fk_warranty_product_promise_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_warranty_product_promise")),
        sa.UniqueConstraint(
            "product_id", "version_id", name=op.f("uq_warranty_product_promise_product_id_version_id")
        ),
    )
    with op.batch_alter_table("warranty_product_promise", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_warranty_product_promise_product_id"), ["product_id"], unique=False
        )

    op.create_table(
        "warranty_product_release",
        sa.Column("product_id", BigId, nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("decided_at", Moment(), nullable=False),
        sa.Column("decided_by_id", BigId, nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_warranty_product_release_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["app_user.id"], name=op.f("fk_warranty_product_release_decided_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_warranty_product_release_product_id")
        ),
        sa.PrimaryKeyConstraint("product_id", name=op.f("pk_warranty_product_release")),
    )
    op.create_table(
        "warranty_provision",
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("product_id", BigId, nullable=True),
        sa.Column("category", sa.Text(), nullable=True),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("percent", Amount(), nullable=True),
        sa.Column("per_unit", Amount(), nullable=True),
        sa.Column("months", sa.BigInteger(), nullable=True),
        sa.Column("contra", sa.Text(), nullable=False),
        sa.Column("cost_centre_id", BigId, nullable=True),
        sa.Column("is_typed", sa.Boolean(), nullable=False),
        sa.Column("accrued", Amount(), nullable=False),
        sa.Column("postings_count", sa.BigInteger(), nullable=False),
        sa.Column("document_id", BigId, nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_warranty_provision_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["cost_centre_id"], ["cost_centre.id"], name=op.f("fk_warranty_provision_cost_centre_id")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_warranty_provision_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_warranty_provision_product_id")
        ),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_warranty_provision")),
    )
    with op.batch_alter_table("warranty_provision", schema=None) as batch_op:
        batch_op.create_index("ix_warranty_provision_month", ["company_id", "month"], unique=False)

    op.create_table(
        "warranty_provision_rate",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("product_id", BigId, nullable=True),
        sa.Column("category", sa.Text(), nullable=True),
        sa.Column("percent", Amount(), nullable=True),
        sa.Column("per_unit", Amount(), nullable=True),
        sa.Column("months", sa.BigInteger(), nullable=True),
        sa.Column("cost_centre_id", BigId, nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("set_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_warranty_provision_rate_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["cost_centre_id"], ["cost_centre.id"], name=op.f("fk_warranty_provision_rate_cost_centre_id")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_warranty_provision_rate_product_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_warranty_provision_rate")),
    )
    with op.batch_alter_table("warranty_provision_rate", schema=None) as batch_op:
        batch_op.create_index(
            "ix_warranty_provision_rate_company", ["company_id", "valid_from"], unique=False
        )

    op.create_table(
        "warranty_repair",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("document_id", BigId, nullable=False),
        sa.Column("started_at", Moment(), nullable=True),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.Column("cured", sa.Boolean(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_warranty_repair_company_id")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_warranty_repair_document_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_warranty_repair")),
    )
    with op.batch_alter_table("warranty_repair", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_warranty_repair_document_id"), ["document_id"], unique=False)

    op.create_table(
        "warranty_supplier_terms",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("supplier_id", BigId, nullable=False),
        sa.Column("product_id", BigId, nullable=True),
        sa.Column("part", sa.Text(), nullable=True),
        sa.Column("item_id", BigId, nullable=True),
        sa.Column("version_id", BigId, nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("notice_days", sa.BigInteger(), nullable=True),
        sa.Column("answer_days", sa.BigInteger(), nullable=True),
        sa.Column("evidence", Json, nullable=False),
        sa.Column("settled_by", sa.Text(), nullable=False),
        sa.Column("pays", sa.Text(), nullable=False),
        sa.Column("is_manufacturer", sa.Boolean(), nullable=False),
        sa.Column("bound_at", Moment(), nullable=False),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_warranty_supplier_terms_company_id")
        ),
        sa.ForeignKeyConstraint(["item_id"], ["product.id"], name=op.f("fk_warranty_supplier_terms_item_id")),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_warranty_supplier_terms_product_id")
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id"], ["party.id"], name=op.f("fk_warranty_supplier_terms_supplier_id")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["profile_version.id"], name=op.f("fk_warranty_supplier_terms_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_warranty_supplier_terms")),
    )
    with op.batch_alter_table("warranty_supplier_terms", schema=None) as batch_op:
        batch_op.create_index(
            "ix_warranty_supplier_terms_company", ["company_id", "supplier_id"], unique=False
        )

    op.create_table(
        "warranty_unit_terms",
        sa.Column("unit_id", BigId, nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("manufacturer_term", sa.Text(), nullable=True),
        sa.Column("manufacturer_start", sa.Date(), nullable=True),
        sa.Column("agreed_term", sa.Text(), nullable=True),
        sa.Column("agreed_terms", Json, nullable=False),
        sa.Column("agreed_ends", Json, nullable=False),
        sa.Column("part_terms", Json, nullable=False),
        sa.Column("design_life", sa.Text(), nullable=True),
        sa.Column("region", sa.Text(), nullable=True),
        sa.Column("is_without_promise", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_warranty_unit_terms_company_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_warranty_unit_terms_unit_id")),
        sa.PrimaryKeyConstraint("unit_id", name=op.f("pk_warranty_unit_terms")),
    )
    op.create_table(
        "warranty_usage",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("unit_id", BigId, nullable=False),
        sa.Column("read_on", sa.Date(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("amount", Amount(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("document_id", BigId, nullable=True),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.Column("recorded_by_id", BigId, nullable=False),
        sa.Column("withdrawn_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_warranty_usage_company_id")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_warranty_usage_document_id")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["app_user.id"], name=op.f("fk_warranty_usage_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_warranty_usage_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_warranty_usage")),
    )
    with op.batch_alter_table("warranty_usage", schema=None) as batch_op:
        batch_op.create_index("ix_warranty_usage_unit", ["unit_id", "measure", "read_on"], unique=False)

    op.create_table(
        "warranty_delivery_line",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("document_id", BigId, nullable=False),
        sa.Column("product_id", BigId, nullable=False),
        sa.Column("brand", sa.Text(), nullable=True),
        sa.Column("model", sa.Text(), nullable=True),
        sa.Column("quantity", Amount(), nullable=False),
        sa.Column("serials", Json, nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_warranty_delivery_line_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["warranty_delivery.document_id"],
            name=op.f("fk_warranty_delivery_line_document_id"),
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_warranty_delivery_line_product_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_warranty_delivery_line")),
    )
    with op.batch_alter_table("warranty_delivery_line", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_warranty_delivery_line_document_id"), ["document_id"], unique=False
        )

    op.create_table(
        "warranty_provision_line",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("provision_id", BigId, nullable=False),
        sa.Column("product_id", BigId, nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("units_count", sa.BigInteger(), nullable=False),
        sa.Column("sales", Amount(), nullable=False),
        sa.Column("live_key", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_warranty_provision_line_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_warranty_provision_line_product_id")
        ),
        sa.ForeignKeyConstraint(
            ["provision_id"],
            ["warranty_provision.document_id"],
            name=op.f("fk_warranty_provision_line_provision_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_warranty_provision_line")),
        sa.UniqueConstraint(
            "company_id", "live_key", name=op.f("uq_warranty_provision_line_company_id_live_key")
        ),
    )
    with op.batch_alter_table("warranty_provision_line", schema=None) as batch_op:
        batch_op.create_index("ix_warranty_provision_line_product", ["product_id", "first_on"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_warranty_provision_line_provision_id"), ["provision_id"], unique=False
        )

    op.create_table(
        "warranty_wait",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("repair_id", BigId, nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("since", Moment(), nullable=False),
        sa.Column("until", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_warranty_wait_company_id")),
        sa.ForeignKeyConstraint(
            ["repair_id"], ["warranty_repair.id"], name=op.f("fk_warranty_wait_repair_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_warranty_wait")),
    )
    with op.batch_alter_table("warranty_wait", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_warranty_wait_repair_id"), ["repair_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("warranty_wait", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_warranty_wait_repair_id"))

    op.drop_table("warranty_wait")
    with op.batch_alter_table("warranty_provision_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_warranty_provision_line_provision_id"))
        batch_op.drop_index("ix_warranty_provision_line_product")

    op.drop_table("warranty_provision_line")
    with op.batch_alter_table("warranty_delivery_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_warranty_delivery_line_document_id"))

    op.drop_table("warranty_delivery_line")
    with op.batch_alter_table("warranty_usage", schema=None) as batch_op:
        batch_op.drop_index("ix_warranty_usage_unit")

    op.drop_table("warranty_usage")
    op.drop_table("warranty_unit_terms")
    with op.batch_alter_table("warranty_supplier_terms", schema=None) as batch_op:
        batch_op.drop_index("ix_warranty_supplier_terms_company")

    op.drop_table("warranty_supplier_terms")
    with op.batch_alter_table("warranty_repair", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_warranty_repair_document_id"))

    op.drop_table("warranty_repair")
    with op.batch_alter_table("warranty_provision_rate", schema=None) as batch_op:
        batch_op.drop_index("ix_warranty_provision_rate_company")

    op.drop_table("warranty_provision_rate")
    with op.batch_alter_table("warranty_provision", schema=None) as batch_op:
        batch_op.drop_index("ix_warranty_provision_month")

    op.drop_table("warranty_provision")
    op.drop_table("warranty_product_release")
    with op.batch_alter_table("warranty_product_promise", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_warranty_product_promise_product_id"))

    op.drop_table("warranty_product_promise")
    with op.batch_alter_table("warranty_override", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_warranty_override_document_id"))

    op.drop_table("warranty_override")
    with op.batch_alter_table("warranty_final_test", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_warranty_final_test_unit_id"))

    op.drop_table("warranty_final_test")
    with op.batch_alter_table("warranty_extension", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_warranty_extension_unit_id"))
        batch_op.drop_index(batch_op.f("ix_warranty_extension_document_id"))

    op.drop_table("warranty_extension")
    op.drop_table("warranty_delivery")
    with op.batch_alter_table("warranty_claim", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_warranty_claim_unit_id"))
        batch_op.drop_index("ix_warranty_claim_phone")
        batch_op.drop_index("ix_warranty_claim_caller", postgresql_ops={"caller": "text_pattern_ops"})

    op.drop_table("warranty_claim")
    with op.batch_alter_table("warranty_card", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_warranty_card_unit_id"))

    op.drop_table("warranty_card")
    with op.batch_alter_table("warranty_binding", schema=None) as batch_op:
        batch_op.drop_index("ix_warranty_binding_unit")

    op.drop_table("warranty_binding")
