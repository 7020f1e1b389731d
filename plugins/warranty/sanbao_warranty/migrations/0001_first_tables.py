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
        "warranty_claim",
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("unit_id", BigId, nullable=False),
        sa.Column("caller", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("fault_code", sa.Text(), nullable=True),
        sa.Column("fault_text", sa.Text(), nullable=False),
        sa.Column("fault_class", sa.Text(), nullable=True),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Boolean(), nullable=False),
        sa.Column("product_caused", sa.Boolean(), nullable=True),
        sa.Column("occurred_at", Moment(), nullable=True),
        sa.Column("occurred_proven", sa.Boolean(), nullable=False),
        sa.Column("received_at", Moment(), nullable=False),
        sa.Column("parts", Json, nullable=False),
        sa.Column("repaired_on", sa.Date(), nullable=True),
        sa.Column("document_id", BigId, nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_warranty_claim_company_id")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_warranty_claim_document_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_warranty_claim_unit_id")),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_warranty_claim")),
    )
    with op.batch_alter_table("warranty_claim", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_warranty_claim_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "warranty_recovery",
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("claim_id", BigId, nullable=False),
        sa.Column("supplier_id", BigId, nullable=False),
        sa.Column("claimed", Amount(), nullable=False),
        sa.Column("accepted", Amount(), nullable=True),
        sa.Column("rejected", Amount(), nullable=True),
        sa.Column("answer_due_on", sa.Date(), nullable=True),
        sa.Column("answers_count", sa.BigInteger(), nullable=False),
        sa.Column("document_id", BigId, nullable=False),
        sa.ForeignKeyConstraint(["claim_id"], ["document.id"], name=op.f("fk_warranty_recovery_claim_id")),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_warranty_recovery_company_id")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_warranty_recovery_document_id")
        ),
        sa.ForeignKeyConstraint(["supplier_id"], ["party.id"], name=op.f("fk_warranty_recovery_supplier_id")),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_warranty_recovery")),
    )
    op.create_table(
        "warranty_unit_terms",
        sa.Column("unit_id", BigId, nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("manufacturer_term", sa.Text(), nullable=True),
        sa.Column("manufacturer_start", sa.Date(), nullable=True),
        sa.Column("agreed_term", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_warranty_unit_terms_company_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_warranty_unit_terms_unit_id")),
        sa.PrimaryKeyConstraint("unit_id", name=op.f("pk_warranty_unit_terms")),
    )


def downgrade() -> None:
    op.drop_table("warranty_unit_terms")
    op.drop_table("warranty_recovery")
    with op.batch_alter_table("warranty_claim", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_warranty_claim_unit_id"))

    op.drop_table("warranty_claim")
    with op.batch_alter_table("warranty_binding", schema=None) as batch_op:
        batch_op.drop_index("ix_warranty_binding_unit")

    op.drop_table("warranty_binding")
