"""first tables"""

import sqlalchemy as sa
from alembic import op

from sanbao.database.types import Amount, BigId, Json, Moment

revision = "training_0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "training_duty",
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("party_id", BigId, nullable=True),
        sa.Column("site_id", BigId, nullable=True),
        sa.Column("contract_no", sa.Text(), nullable=True),
        sa.Column("batch", sa.Text(), nullable=True),
        sa.Column("requirement_id", BigId, nullable=True),
        sa.Column("version_id", BigId, nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("milestone", sa.Text(), nullable=False),
        sa.Column("base_on", sa.Date(), nullable=False),
        sa.Column("earliest_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("is_free", sa.Boolean(), nullable=False),
        sa.Column("units_count", sa.BigInteger(), nullable=False),
        sa.Column("trace", Json, nullable=False),
        sa.Column("was_moved", sa.Boolean(), nullable=False),
        sa.Column("fulfilled_on", sa.Date(), nullable=True),
        sa.Column("fulfilled_how", sa.Text(), nullable=True),
        sa.Column("minutes", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("document_id", BigId, nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_training_duty_company_id")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_training_duty_document_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_training_duty_party_id")),
        sa.ForeignKeyConstraint(
            ["requirement_id"], ["document.id"], name=op.f("fk_training_duty_requirement_id")
        ),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_training_duty_site_id")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["profile_version.id"], name=op.f("fk_training_duty_version_id")
        ),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_training_duty")),
    )
    with op.batch_alter_table("training_duty", schema=None) as batch_op:
        batch_op.create_index(
            "ix_training_duty_group",
            ["company_id", "party_id", "site_id", "contract_no", "batch"],
            unique=False,
        )

    op.create_table(
        "training_need",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("outline_code", sa.Text(), nullable=False),
        sa.Column("party_id", BigId, nullable=True),
        sa.Column("product_id", BigId, nullable=True),
        sa.Column("heads", sa.BigInteger(), nullable=False),
        sa.Column("wanted_by", sa.Date(), nullable=True),
        sa.Column("source_id", BigId, nullable=True),
        sa.Column("finding", sa.Text(), nullable=False),
        sa.Column("reported_on", sa.Date(), nullable=False),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_training_need_company_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_training_need_party_id")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_training_need_product_id")),
        sa.ForeignKeyConstraint(["source_id"], ["document.id"], name=op.f("fk_training_need_source_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_need")),
    )
    with op.batch_alter_table("training_need", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_training_need_company_id"), ["company_id"], unique=False)

    op.create_table(
        "training_person",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=True),
        sa.Column("party_id", BigId, nullable=True),
        sa.Column("identity", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("jobs", Json, nullable=False),
        sa.Column("is_trainer", sa.Boolean(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_training_person_company_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_training_person_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_person")),
        sa.UniqueConstraint("company_id", "code", name=op.f("uq_training_person_company_id_code")),
    )
    with op.batch_alter_table("training_person", schema=None) as batch_op:
        batch_op.create_index("ix_training_person_name", ["company_id", "party_id", "name"], unique=False)

    op.create_table(
        "training_plan",
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("budget", Amount(), nullable=False),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("document_id", BigId, nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_training_plan_company_id")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_training_plan_document_id")),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_training_plan")),
        sa.UniqueConstraint(
            "company_id", "year", "version", name=op.f("uq_training_plan_company_id_year_version")
        ),
    )
    op.create_table(
        "training_plan_line",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("document_id", BigId, nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("outline_code", sa.Text(), nullable=False),
        sa.Column("party_id", BigId, nullable=True),
        sa.Column("site_id", BigId, nullable=True),
        sa.Column("batch", sa.Text(), nullable=True),
        sa.Column("heads", sa.BigInteger(), nullable=False),
        sa.Column("by_day", sa.Date(), nullable=True),
        sa.Column("budget", Amount(), nullable=False),
        sa.Column("needs", Json, nullable=False),
        sa.Column("dropped_because", sa.Text(), nullable=True),
        sa.Column("session_id", BigId, nullable=True),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_training_plan_line_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_training_plan_line_document_id")
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_training_plan_line_party_id")),
        sa.ForeignKeyConstraint(
            ["session_id"], ["document.id"], name=op.f("fk_training_plan_line_session_id")
        ),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_training_plan_line_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_plan_line")),
        sa.UniqueConstraint(
            "document_id", "position", name=op.f("uq_training_plan_line_document_id_position")
        ),
    )
    op.create_table(
        "training_requirement",
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("party_id", BigId, nullable=False),
        sa.Column("contract_no", sa.Text(), nullable=True),
        sa.Column("trainee_roles", sa.Text(), nullable=False),
        sa.Column("heads", sa.BigInteger(), nullable=False),
        sa.Column("topics", sa.Text(), nullable=False),
        sa.Column("place_by_customer", sa.Boolean(), nullable=False),
        sa.Column("payer", sa.Text(), nullable=False),
        sa.Column("payer_party_id", BigId, nullable=True),
        sa.Column("is_free", sa.Boolean(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("document_id", BigId, nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_training_requirement_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_training_requirement_document_id")
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_training_requirement_party_id")),
        sa.ForeignKeyConstraint(
            ["payer_party_id"], ["party.id"], name=op.f("fk_training_requirement_payer_party_id")
        ),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_training_requirement")),
    )
    with op.batch_alter_table("training_requirement", schema=None) as batch_op:
        batch_op.create_index("ix_training_requirement_contract", ["company_id", "contract_no"], unique=False)
        batch_op.create_index(batch_op.f("ix_training_requirement_party_id"), ["party_id"], unique=False)

    op.create_table(
        "training_requirement_timing",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("document_id", BigId, nullable=False),
        sa.Column("version_id", BigId, nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_training_requirement_timing_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_training_requirement_timing_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["profile_version.id"], name=op.f("fk_training_requirement_timing_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_requirement_timing")),
    )
    with op.batch_alter_table("training_requirement_timing", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_training_requirement_timing_document_id"), ["document_id"], unique=False
        )

    op.create_table(
        "training_skill",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=True),
        sa.Column("valid_months", sa.BigInteger(), nullable=True),
        sa.Column("is_licence", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_training_skill_company_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_skill")),
        sa.UniqueConstraint("company_id", "code", name=op.f("uq_training_skill_company_id_code")),
    )
    op.create_table(
        "training_slot",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("document_id", BigId, nullable=False),
        sa.Column("starts_at", Moment(), nullable=False),
        sa.Column("ends_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_training_slot_company_id")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_training_slot_document_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_slot")),
    )
    with op.batch_alter_table("training_slot", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_training_slot_document_id"), ["document_id"], unique=False)
        batch_op.create_index("ix_training_slot_time", ["company_id", "starts_at", "ends_at"], unique=False)

    op.create_table(
        "training_topic",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("document_id", BigId, nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=True),
        sa.Column("hours", Amount(), nullable=False),
        sa.Column("is_practical", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_training_topic_company_id")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_training_topic_document_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_topic")),
        sa.UniqueConstraint("document_id", "position", name=op.f("uq_training_topic_document_id_position")),
    )
    op.create_table(
        "training_enrolment",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("document_id", BigId, nullable=False),
        sa.Column("person_id", BigId, nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("queued_at", Moment(), nullable=False),
        sa.Column("attendance", sa.Text(), nullable=True),
        sa.Column("signed_in_at", Moment(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_training_enrolment_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_training_enrolment_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["training_person.id"], name=op.f("fk_training_enrolment_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_enrolment")),
        sa.UniqueConstraint(
            "document_id", "person_id", name=op.f("uq_training_enrolment_document_id_person_id")
        ),
    )
    with op.batch_alter_table("training_enrolment", schema=None) as batch_op:
        batch_op.create_index("ix_training_enrolment_person", ["person_id"], unique=False)

    op.create_table(
        "training_invitation",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("document_id", BigId, nullable=False),
        sa.Column("person_id", BigId, nullable=False),
        sa.Column("letter_id", BigId, nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("round", sa.BigInteger(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("calendar", sa.Text(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_training_invitation_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_training_invitation_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["letter_id"], ["mail_letter.id"], name=op.f("fk_training_invitation_letter_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["training_person.id"], name=op.f("fk_training_invitation_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_invitation")),
        sa.UniqueConstraint(
            "document_id",
            "address",
            "sequence",
            name=op.f("uq_training_invitation_document_id_address_sequence"),
        ),
    )
    op.create_table(
        "training_outline",
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=True),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("product_id", BigId, nullable=True),
        sa.Column("skill_id", BigId, nullable=True),
        sa.Column("pass_mark", Amount(), nullable=False),
        sa.Column("most_attempts", sa.BigInteger(), nullable=False),
        sa.Column("valid_months", sa.BigInteger(), nullable=True),
        sa.Column("has_exam", sa.Boolean(), nullable=False),
        sa.Column("materials", sa.Text(), nullable=True),
        sa.Column("questions", Json, nullable=False),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("document_id", BigId, nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_training_outline_company_id")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_training_outline_document_id")
        ),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_training_outline_product_id")),
        sa.ForeignKeyConstraint(
            ["skill_id"], ["training_skill.id"], name=op.f("fk_training_outline_skill_id")
        ),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_training_outline")),
        sa.UniqueConstraint(
            "company_id", "code", "version", name=op.f("uq_training_outline_company_id_code_version")
        ),
    )
    op.create_table(
        "training_required_skill",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("kind_of_work", sa.Text(), nullable=False),
        sa.Column("skill_id", BigId, nullable=False),
        sa.Column("party_role", sa.Text(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_training_required_skill_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["skill_id"], ["training_skill.id"], name=op.f("fk_training_required_skill_skill_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_required_skill")),
    )
    with op.batch_alter_table("training_required_skill", schema=None) as batch_op:
        batch_op.create_index("ix_training_required_skill_work", ["company_id", "kind_of_work"], unique=False)

    op.create_table(
        "training_feedback",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("enrolment_id", BigId, nullable=False),
        sa.Column("content", sa.BigInteger(), nullable=False),
        sa.Column("trainer", sa.BigInteger(), nullable=False),
        sa.Column("organisation", sa.BigInteger(), nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("given_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_training_feedback_company_id")),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["training_enrolment.id"], name=op.f("fk_training_feedback_enrolment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_feedback")),
        sa.UniqueConstraint("enrolment_id", name=op.f("uq_training_feedback_enrolment_id")),
    )
    op.create_table(
        "training_result",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("enrolment_id", BigId, nullable=False),
        sa.Column("attempt", sa.BigInteger(), nullable=False),
        sa.Column("score", Amount(), nullable=False),
        sa.Column("full_score", Amount(), nullable=False),
        sa.Column("pass_mark", Amount(), nullable=False),
        sa.Column("is_passed", sa.Boolean(), nullable=False),
        sa.Column("examined_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.Column("recorded_by_id", BigId, nullable=False),
        sa.Column("corrects_id", BigId, nullable=True),
        sa.Column("is_corrected", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_training_result_company_id")),
        sa.ForeignKeyConstraint(
            ["corrects_id"], ["training_result.id"], name=op.f("fk_training_result_corrects_id")
        ),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["training_enrolment.id"], name=op.f("fk_training_result_enrolment_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["app_user.id"], name=op.f("fk_training_result_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_result")),
    )
    with op.batch_alter_table("training_result", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_training_result_enrolment_id"), ["enrolment_id"], unique=False)

    op.create_table(
        "training_session",
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("outline_id", BigId, nullable=False),
        sa.Column("trainer_id", BigId, nullable=False),
        sa.Column("place_kind", sa.Text(), nullable=False),
        sa.Column("room", sa.Text(), nullable=True),
        sa.Column("site_id", BigId, nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("starts_at", Moment(), nullable=False),
        sa.Column("ends_at", Moment(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("materials", sa.Text(), nullable=True),
        sa.Column("capacity", sa.BigInteger(), nullable=True),
        sa.Column("planned_heads", sa.BigInteger(), nullable=False),
        sa.Column("payer", sa.Text(), nullable=False),
        sa.Column("payer_party_id", BigId, nullable=True),
        sa.Column("is_free", sa.Boolean(), nullable=False),
        sa.Column("duty_id", BigId, nullable=True),
        sa.Column("sign_in_code", sa.Text(), nullable=False),
        sa.Column("invitation_count", sa.BigInteger(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("document_id", BigId, nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_training_session_company_id")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_training_session_document_id")
        ),
        sa.ForeignKeyConstraint(["duty_id"], ["document.id"], name=op.f("fk_training_session_duty_id")),
        sa.ForeignKeyConstraint(
            ["outline_id"], ["training_outline.document_id"], name=op.f("fk_training_session_outline_id")
        ),
        sa.ForeignKeyConstraint(
            ["payer_party_id"], ["party.id"], name=op.f("fk_training_session_payer_party_id")
        ),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_training_session_site_id")),
        sa.ForeignKeyConstraint(
            ["trainer_id"], ["training_person.id"], name=op.f("fk_training_session_trainer_id")
        ),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_training_session")),
        sa.UniqueConstraint(
            "company_id", "sign_in_code", name=op.f("uq_training_session_company_id_sign_in_code")
        ),
    )
    with op.batch_alter_table("training_session", schema=None) as batch_op:
        batch_op.create_index("ix_training_session_start", ["company_id", "starts_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_training_session_trainer_id"), ["trainer_id"], unique=False)

    op.create_table(
        "training_certificate",
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("person_id", BigId, nullable=False),
        sa.Column("skill_id", BigId, nullable=False),
        sa.Column("session_id", BigId, nullable=True),
        sa.Column("result_id", BigId, nullable=True),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=True),
        sa.Column("licence_no", sa.Text(), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("void_from", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("reminded_days", sa.BigInteger(), nullable=True),
        sa.Column("document_id", BigId, nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_training_certificate_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_training_certificate_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["training_person.id"], name=op.f("fk_training_certificate_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["result_id"], ["training_result.id"], name=op.f("fk_training_certificate_result_id")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["document.id"], name=op.f("fk_training_certificate_session_id")
        ),
        sa.ForeignKeyConstraint(
            ["skill_id"], ["training_skill.id"], name=op.f("fk_training_certificate_skill_id")
        ),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_training_certificate")),
        sa.UniqueConstraint("company_id", "code", name=op.f("uq_training_certificate_company_id_code")),
    )
    with op.batch_alter_table("training_certificate", schema=None) as batch_op:
        batch_op.create_index(
            "ix_training_certificate_person",
            ["company_id", "person_id", "skill_id", "valid_until"],
            unique=False,
        )
        batch_op.create_index("ix_training_certificate_until", ["company_id", "valid_until"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("training_certificate", schema=None) as batch_op:
        batch_op.drop_index("ix_training_certificate_until")
        batch_op.drop_index("ix_training_certificate_person")

    op.drop_table("training_certificate")
    with op.batch_alter_table("training_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_training_session_trainer_id"))
        batch_op.drop_index("ix_training_session_start")

    op.drop_table("training_session")
    with op.batch_alter_table("training_result", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_training_result_enrolment_id"))

    op.drop_table("training_result")
    op.drop_table("training_feedback")
    with op.batch_alter_table("training_required_skill", schema=None) as batch_op:
        batch_op.drop_index("ix_training_required_skill_work")

    op.drop_table("training_required_skill")
    op.drop_table("training_outline")
    op.drop_table("training_invitation")
    with op.batch_alter_table("training_enrolment", schema=None) as batch_op:
        batch_op.drop_index("ix_training_enrolment_person")

    op.drop_table("training_enrolment")
    op.drop_table("training_topic")
    with op.batch_alter_table("training_slot", schema=None) as batch_op:
        batch_op.drop_index("ix_training_slot_time")
        batch_op.drop_index(batch_op.f("ix_training_slot_document_id"))

    op.drop_table("training_slot")
    op.drop_table("training_skill")
    with op.batch_alter_table("training_requirement_timing", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_training_requirement_timing_document_id"))

    op.drop_table("training_requirement_timing")
    with op.batch_alter_table("training_requirement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_training_requirement_party_id"))
        batch_op.drop_index("ix_training_requirement_contract")

    op.drop_table("training_requirement")
    op.drop_table("training_plan_line")
    op.drop_table("training_plan")
    with op.batch_alter_table("training_person", schema=None) as batch_op:
        batch_op.drop_index("ix_training_person_name")

    op.drop_table("training_person")
    with op.batch_alter_table("training_need", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_training_need_company_id"))

    op.drop_table("training_need")
    with op.batch_alter_table("training_duty", schema=None) as batch_op:
        batch_op.drop_index("ix_training_duty_group")

    op.drop_table("training_duty")
