"""first tables"""

import sqlalchemy as sa
from alembic import op

from sanbao.database.types import Amount, BigId, Json, Moment

revision = "core_0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "balance",
        sa.Column("company_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("account_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("period_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("party_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("cost_object_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("cost_centre_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("shard", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("debit", Amount(), nullable=False),
        sa.Column("credit", Amount(), nullable=False),
        sa.PrimaryKeyConstraint(
            "company_id",
            "account_id",
            "period_id",
            "party_id",
            "cost_object_id",
            "cost_centre_id",
            "shard",
            name=op.f("pk_balance"),
        ),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("balance", schema=None) as batch_op:
        batch_op.create_index("ix_balance_cost_object", ["cost_object_id", "account_id"], unique=False)

    op.create_table(
        "company",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("currency_digits", sa.BigInteger(), nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("calendar", sa.Text(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_company")),
        sa.UniqueConstraint("name", name=op.f("uq_company_name")),
    )
    op.create_table(
        "database_state",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_database_state")),
    )
    op.create_table(
        "entry_state",
        sa.Column("state", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("state", name=op.f("pk_entry_state")),
    )
    op.create_table(
        "plugin_state",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=True),
        sa.Column("step", sa.Text(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("manifest", Json, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_plugin_state")),
    )
    op.create_table(
        "stock",
        sa.Column("company_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("account_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("product_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("place_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("unit_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("quantity", Amount(), nullable=False),
        sa.Column("value", Amount(), nullable=False),
        sa.PrimaryKeyConstraint(
            "company_id", "account_id", "product_id", "place_id", "unit_id", name=op.f("pk_stock")
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "account",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("parent", sa.Text(), nullable=True),
        sa.Column("is_active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.CheckConstraint("code <> ''", name=op.f("ck_account_code")),
        sa.CheckConstraint(
            "kind in ('asset', 'liability', 'equity', 'income', 'expense', 'memo')",
            name=op.f("ck_account_kind"),
        ),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_account_company_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("company_id", "code", name=op.f("uq_account_company_id_code")),
    )
    op.create_table(
        "journal",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=True),
        sa.Column("numbering", sa.Text(), server_default="month", nullable=False),
        sa.Column("last_sequence", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column(
            "head",
            sa.Text(),
            server_default="0000000000000000000000000000000000000000000000000000000000000000",
            nullable=False,
        ),
        sa.CheckConstraint("numbering in ('month', 'year')", name=op.f("ck_journal_numbering")),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_journal_company_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal")),
        sa.UniqueConstraint("company_id", "code", name=op.f("uq_journal_company_id_code")),
    )
    op.create_table(
        "number_series",
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("last_number", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_number_series_company_id")),
        sa.PrimaryKeyConstraint("company_id", "kind", "key", name=op.f("pk_number_series")),
    )
    op.create_table(
        "office",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("parent_id", BigId, nullable=True),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_office_company_id")),
        sa.ForeignKeyConstraint(["parent_id"], ["office.id"], name=op.f("fk_office_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office")),
        sa.UniqueConstraint("company_id", "code", name=op.f("uq_office_company_id_code")),
    )
    op.create_table(
        "outbox",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("hook", sa.Text(), nullable=False),
        sa.Column("plugin", sa.Text(), nullable=False),
        sa.Column("payload", Json, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("due_at", Moment(), nullable=False),
        sa.Column("leased_until", Moment(), nullable=True),
        sa.Column("attempts", sa.BigInteger(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_outbox_company_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index("ix_outbox_due", ["state", "due_at"], unique=False)

    op.create_table(
        "party",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("segment", sa.Text(), nullable=True),
        sa.Column("roles", Json, nullable=False),
        sa.Column("is_consumer", sa.Boolean(), nullable=False),
        sa.Column("row_version", sa.BigInteger(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_party_company_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party")),
        sa.UniqueConstraint("company_id", "code", name=op.f("uq_party_company_id_code")),
    )
    with op.batch_alter_table("party", schema=None) as batch_op:
        batch_op.create_index("ix_party_phone", ["company_id", "phone"], unique=False)

    op.create_table(
        "period",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("state", sa.Text(), server_default="open", nullable=False),
        sa.CheckConstraint("state in ('open', 'closed', 'locked')", name=op.f("ck_period_state")),
        sa.CheckConstraint("starts_on <= ends_on", name=op.f("ck_period_order")),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_period_company_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_period")),
        sa.UniqueConstraint("company_id", "code", name=op.f("uq_period_company_id_code")),
    )
    op.create_table(
        "product",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=True),
        sa.Column("category", sa.Text(), nullable=True),
        sa.Column("service_class", sa.BigInteger(), nullable=False),
        sa.Column("file_policy", sa.Text(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=True),
        sa.Column("price", Amount(), nullable=True),
        sa.Column("row_version", sa.BigInteger(), server_default="1", nullable=False),
        sa.CheckConstraint("service_class in (1, 2, 3)", name=op.f("ck_product_service_class")),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_product_company_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product")),
        sa.UniqueConstraint("company_id", "code", name=op.f("uq_product_company_id_code")),
    )
    op.create_table(
        "profile",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_profile_company_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_profile")),
        sa.UniqueConstraint("company_id", "kind", "code", name=op.f("uq_profile_company_id_kind_code")),
    )
    op.create_table(
        "role_grant",
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("permission", sa.Text(), nullable=False),
        sa.Column("is_allowed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_role_grant_company_id")),
        sa.PrimaryKeyConstraint("company_id", "role", "permission", name=op.f("pk_role_grant")),
    )
    op.create_table(
        "setting",
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", Json, nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_setting_company_id")),
        sa.PrimaryKeyConstraint("company_id", "name", name=op.f("pk_setting")),
    )
    op.create_table(
        "tax_rate",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=True),
        sa.Column("percent", Amount(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_tax_rate_company_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tax_rate")),
        sa.UniqueConstraint(
            "company_id", "code", "valid_from", name=op.f("uq_tax_rate_company_id_code_valid_from")
        ),
    )
    op.create_table(
        "work_calendar",
        sa.Column("id", BigId, nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("windows", Json, nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_work_calendar_company_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_calendar")),
        sa.UniqueConstraint("company_id", "code", name=op.f("uq_work_calendar_company_id_code")),
    )
    op.create_table(
        "account_role",
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("account_id", BigId, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_account_role_account_id")),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_account_role_company_id")),
        sa.PrimaryKeyConstraint("company_id", "role", name=op.f("pk_account_role")),
    )
    op.create_table(
        "app_user",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("party_id", BigId, nullable=True),
        sa.Column("office_id", BigId, nullable=True),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_app_user_company_id")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_app_user_office_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_app_user_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_app_user")),
        sa.UniqueConstraint("company_id", "login", name=op.f("uq_app_user_company_id_login")),
    )
    op.create_table(
        "cost_centre",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("office_id", BigId, nullable=True),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_cost_centre_company_id")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_cost_centre_office_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cost_centre")),
        sa.UniqueConstraint("company_id", "code", name=op.f("uq_cost_centre_company_id_code")),
    )
    op.create_table(
        "host",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("plate", sa.Text(), nullable=True),
        sa.Column("vin", sa.Text(), nullable=True),
        sa.Column("party_id", BigId, nullable=True),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_host_company_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_host_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_host")),
        sa.UniqueConstraint("company_id", "code", name=op.f("uq_host_company_id_code")),
    )
    with op.batch_alter_table("host", schema=None) as batch_op:
        batch_op.create_index("ix_host_plate", ["company_id", "plate"], unique=False)
        batch_op.create_index("ix_host_vin", ["company_id", "vin"], unique=False)

    op.create_table(
        "journal_counter",
        sa.Column("journal_id", BigId, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("company_id", sa.BigInteger(), nullable=False),
        sa.Column("last_number", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["journal_id"], ["journal.id"], name=op.f("fk_journal_counter_journal_id")),
        sa.PrimaryKeyConstraint("journal_id", "key", name=op.f("pk_journal_counter")),
    )
    op.create_table(
        "place",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("party_id", BigId, nullable=True),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_place_company_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_place_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place")),
        sa.UniqueConstraint("company_id", "code", name=op.f("uq_place_company_id_code")),
    )
    op.create_table(
        "price_list",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("tax_inclusive", sa.Boolean(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("party_id", BigId, nullable=True),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_price_list_company_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_price_list_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_price_list")),
        sa.UniqueConstraint(
            "company_id", "code", "valid_from", name=op.f("uq_price_list_company_id_code_valid_from")
        ),
    )
    with op.batch_alter_table("price_list", schema=None) as batch_op:
        batch_op.create_index("ix_price_list_party", ["company_id", "party_id"], unique=False)

    op.create_table(
        "product_part",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("product_id", BigId, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("is_key", sa.Boolean(), nullable=False),
        sa.Column("item_id", BigId, nullable=True),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_product_part_company_id")),
        sa.ForeignKeyConstraint(["item_id"], ["product.id"], name=op.f("fk_product_part_item_id")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_product_part_product_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product_part")),
        sa.UniqueConstraint("product_id", "code", name=op.f("uq_product_part_product_id_code")),
    )
    op.create_table(
        "site",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("party_id", BigId, nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("contact", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("time_zone", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_site_company_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_site_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site")),
        sa.UniqueConstraint("company_id", "code", name=op.f("uq_site_company_id_code")),
    )
    op.create_table(
        "work_calendar_day",
        sa.Column("id", BigId, nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("calendar_id", BigId, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("is_working", sa.Boolean(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("windows", Json, nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["calendar_id"], ["work_calendar.id"], name=op.f("fk_work_calendar_day_calendar_id")
        ),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_work_calendar_day_company_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_calendar_day")),
        sa.UniqueConstraint(
            "company_id", "calendar_id", "day", name=op.f("uq_work_calendar_day_company_id_calendar_id_day")
        ),
    )
    op.create_table(
        "work_calendar_year",
        sa.Column("id", BigId, nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("calendar_id", BigId, nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("known", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["calendar_id"], ["work_calendar.id"], name=op.f("fk_work_calendar_year_calendar_id")
        ),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_work_calendar_year_company_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_calendar_year")),
        sa.UniqueConstraint(
            "company_id",
            "calendar_id",
            "year",
            name=op.f("uq_work_calendar_year_company_id_calendar_id_year"),
        ),
    )
    op.create_table(
        "goodwill_budget",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("cost_centre_id", BigId, nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("amount", Amount(), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_goodwill_budget_company_id")),
        sa.ForeignKeyConstraint(
            ["cost_centre_id"], ["cost_centre.id"], name=op.f("fk_goodwill_budget_cost_centre_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goodwill_budget")),
        sa.UniqueConstraint(
            "company_id",
            "cost_centre_id",
            "year",
            name=op.f("uq_goodwill_budget_company_id_cost_centre_id_year"),
        ),
    )
    op.create_table(
        "operation_log",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("user_id", BigId, nullable=False),
        sa.Column("operation", sa.Text(), nullable=False),
        sa.Column("subject_kind", sa.Text(), nullable=True),
        sa.Column("subject_id", sa.BigInteger(), nullable=True),
        sa.Column("data", Json, nullable=False),
        sa.Column("changes", Json, nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_operation_log_company_id")),
        sa.ForeignKeyConstraint(["user_id"], ["app_user.id"], name=op.f("fk_operation_log_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_operation_log")),
    )
    with op.batch_alter_table("operation_log", schema=None) as batch_op:
        batch_op.create_index(
            "ix_operation_log_subject", ["company_id", "subject_kind", "subject_id"], unique=False
        )

    op.create_table(
        "operation_request",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("user_id", BigId, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("operation", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("response", Json, nullable=True),
        sa.Column("done_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_operation_request_company_id")),
        sa.ForeignKeyConstraint(["user_id"], ["app_user.id"], name=op.f("fk_operation_request_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_operation_request")),
        sa.UniqueConstraint(
            "company_id", "user_id", "key", name=op.f("uq_operation_request_company_id_user_id_key")
        ),
    )
    op.create_table(
        "price_line",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("list_id", BigId, nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("product_id", BigId, nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=True),
        sa.Column("price", Amount(), nullable=False),
        sa.Column("tax_code", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_price_line_company_id")),
        sa.ForeignKeyConstraint(["list_id"], ["price_list.id"], name=op.f("fk_price_line_list_id")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_price_line_product_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_price_line")),
        sa.UniqueConstraint("list_id", "item", name=op.f("uq_price_line_list_id_item")),
    )
    with op.batch_alter_table("price_line", schema=None) as batch_op:
        batch_op.create_index("ix_price_line_item", ["company_id", "item"], unique=False)

    op.create_table(
        "profile_version",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("profile_id", BigId, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("content", Json, nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("published_at", Moment(), nullable=False),
        sa.Column("published_by_id", BigId, nullable=True),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_profile_version_company_id")),
        sa.ForeignKeyConstraint(["profile_id"], ["profile.id"], name=op.f("fk_profile_version_profile_id")),
        sa.ForeignKeyConstraint(
            ["published_by_id"], ["app_user.id"], name=op.f("fk_profile_version_published_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_profile_version")),
        sa.UniqueConstraint("profile_id", "version", name=op.f("uq_profile_version_profile_id_version")),
    )
    op.create_table(
        "unit",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("product_id", BigId, nullable=False),
        sa.Column("serial", sa.Text(), nullable=False),
        sa.Column("serial_tail", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("customer_id", BigId, nullable=True),
        sa.Column("site_id", BigId, nullable=True),
        sa.Column("host_id", BigId, nullable=True),
        sa.Column("installer_id", BigId, nullable=True),
        sa.Column("order_no", sa.Text(), nullable=True),
        sa.Column("invoice_no", sa.Text(), nullable=True),
        sa.Column("contract_no", sa.Text(), nullable=True),
        sa.Column("batch", sa.Text(), nullable=True),
        sa.Column("price_paid", Amount(), nullable=True),
        sa.Column("ex_factory_on", sa.Date(), nullable=True),
        sa.Column("sold_on", sa.Date(), nullable=True),
        sa.Column("invoiced_on", sa.Date(), nullable=True),
        sa.Column("delivered_on", sa.Date(), nullable=True),
        sa.Column("installed_on", sa.Date(), nullable=True),
        sa.Column("commissioned_on", sa.Date(), nullable=True),
        sa.Column("handed_over_on", sa.Date(), nullable=True),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.Column("replaces_id", BigId, nullable=True),
        sa.Column("row_version", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_unit_company_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["party.id"], name=op.f("fk_unit_customer_id")),
        sa.ForeignKeyConstraint(["host_id"], ["host.id"], name=op.f("fk_unit_host_id")),
        sa.ForeignKeyConstraint(["installer_id"], ["party.id"], name=op.f("fk_unit_installer_id")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_unit_product_id")),
        sa.ForeignKeyConstraint(["replaces_id"], ["unit.id"], name=op.f("fk_unit_replaces_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_unit_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
        sa.UniqueConstraint(
            "company_id", "serial", "product_id", name=op.f("uq_unit_company_id_serial_product_id")
        ),
    )
    with op.batch_alter_table("unit", schema=None) as batch_op:
        batch_op.create_index("ix_unit_customer", ["company_id", "customer_id"], unique=False)
        batch_op.create_index("ix_unit_host", ["company_id", "host_id"], unique=False)
        batch_op.create_index("ix_unit_order", ["company_id", "order_no"], unique=False)
        batch_op.create_index("ix_unit_product", ["company_id", "product_id"], unique=False)
        batch_op.create_index("ix_unit_replaces", ["replaces_id"], unique=False)
        batch_op.create_index(
            "ix_unit_serial",
            ["company_id", "serial"],
            unique=False,
            postgresql_ops={"serial": "text_pattern_ops"},
        )
        batch_op.create_index("ix_unit_state", ["company_id", "state", "serial"], unique=False)
        batch_op.create_index("ix_unit_tail", ["company_id", "serial_tail"], unique=False)

    op.create_table(
        "user_role",
        sa.Column("user_id", BigId, nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["app_user.id"], name=op.f("fk_user_role_user_id")),
        sa.PrimaryKeyConstraint("user_id", "role", name=op.f("pk_user_role")),
    )
    op.create_table(
        "document",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("party_id", BigId, nullable=True),
        sa.Column("unit_id", BigId, nullable=True),
        sa.Column("dated_on", sa.Date(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("created_by_id", BigId, nullable=False),
        sa.Column("owner_id", BigId, nullable=True),
        sa.Column("deputy_id", BigId, nullable=True),
        sa.Column("closed_at", Moment(), nullable=True),
        sa.Column("duplicate_of_id", BigId, nullable=True),
        sa.Column("row_version", sa.BigInteger(), nullable=False),
        sa.Column("snapshot", Json, nullable=False),
        sa.Column("timeline_head", sa.Text(), nullable=False),
        sa.Column("timeline_count", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_document_company_id")),
        sa.ForeignKeyConstraint(["created_by_id"], ["app_user.id"], name=op.f("fk_document_created_by_id")),
        sa.ForeignKeyConstraint(["deputy_id"], ["app_user.id"], name=op.f("fk_document_deputy_id")),
        sa.ForeignKeyConstraint(
            ["duplicate_of_id"], ["document.id"], name=op.f("fk_document_duplicate_of_id")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["app_user.id"], name=op.f("fk_document_owner_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_document_party_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_document_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint("company_id", "number", name=op.f("uq_document_company_id_number")),
    )
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.create_index("ix_document_date", ["company_id", "dated_on", "id"], unique=False)
        batch_op.create_index("ix_document_kind_date", ["company_id", "kind", "dated_on", "id"], unique=False)
        batch_op.create_index("ix_document_kind_state", ["company_id", "kind", "state", "id"], unique=False)
        batch_op.create_index(
            "ix_document_kind_state_date", ["company_id", "kind", "state", "dated_on", "id"], unique=False
        )
        batch_op.create_index(
            "ix_document_number",
            ["company_id", "number"],
            unique=False,
            postgresql_ops={"number": "text_pattern_ops"},
        )
        batch_op.create_index("ix_document_party", ["company_id", "party_id"], unique=False)
        batch_op.create_index("ix_document_unit", ["company_id", "unit_id"], unique=False)

    op.create_table(
        "attachment",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("document_id", BigId, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("added_at", Moment(), nullable=False),
        sa.Column("added_by_id", BigId, nullable=False),
        sa.ForeignKeyConstraint(["added_by_id"], ["app_user.id"], name=op.f("fk_attachment_added_by_id")),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_attachment_company_id")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_attachment_document_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
    )
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.create_index("ix_attachment_document", ["document_id"], unique=False)

    op.create_table(
        "charge",
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("case_id", BigId, nullable=True),
        sa.Column("quote_id", BigId, nullable=True),
        sa.Column("credits_id", BigId, nullable=True),
        sa.Column("party_id", BigId, nullable=False),
        sa.Column("charged_on", sa.Date(), nullable=False),
        sa.Column("tax_inclusive", sa.Boolean(), nullable=False),
        sa.Column("net", Amount(), nullable=False),
        sa.Column("tax", Amount(), nullable=False),
        sa.Column("gross", Amount(), nullable=False),
        sa.Column("cancelled_on", sa.Date(), nullable=True),
        sa.Column("cancel_reason", sa.Text(), nullable=True),
        sa.Column("document_id", BigId, nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["document.id"], name=op.f("fk_charge_case_id")),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_charge_company_id")),
        sa.ForeignKeyConstraint(["credits_id"], ["document.id"], name=op.f("fk_charge_credits_id")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_charge_document_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_charge_party_id")),
        sa.ForeignKeyConstraint(["quote_id"], ["document.id"], name=op.f("fk_charge_quote_id")),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_charge")),
    )
    with op.batch_alter_table("charge", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_charge_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_charge_credits_id"), ["credits_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_charge_party_id"), ["party_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_charge_quote_id"), ["quote_id"], unique=False)

    op.create_table(
        "competence_override",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("document_id", BigId, nullable=True),
        sa.Column("party_id", BigId, nullable=False),
        sa.Column("person", sa.Text(), nullable=True),
        sa.Column("work", sa.Text(), nullable=False),
        sa.Column("assigned_on", sa.Date(), nullable=False),
        sa.Column("against", Json, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("overridden_at", Moment(), nullable=False),
        sa.Column("overridden_by_id", BigId, nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_competence_override_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_competence_override_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["overridden_by_id"], ["app_user.id"], name=op.f("fk_competence_override_overridden_by_id")
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_competence_override_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_competence_override")),
    )
    with op.batch_alter_table("competence_override", schema=None) as batch_op:
        batch_op.create_index("ix_competence_override_day", ["company_id", "assigned_on"], unique=False)

    op.create_table(
        "cost_line",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("document_id", BigId, nullable=False),
        sa.Column("cost_type", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("incurred_on", sa.Date(), nullable=False),
        sa.Column("quantity", Amount(), nullable=True),
        sa.Column("rate", Amount(), nullable=True),
        sa.Column("amount", Amount(), nullable=False),
        sa.Column("product_id", BigId, nullable=True),
        sa.Column("place_id", BigId, nullable=True),
        sa.Column("party_id", BigId, nullable=True),
        sa.Column("reverses_id", BigId, nullable=True),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_cost_line_company_id")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_cost_line_document_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_cost_line_party_id")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_cost_line_place_id")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_cost_line_product_id")),
        sa.ForeignKeyConstraint(["reverses_id"], ["cost_line.id"], name=op.f("fk_cost_line_reverses_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cost_line")),
        sa.UniqueConstraint("reverses_id", name=op.f("uq_cost_line_reverses_id")),
    )
    with op.batch_alter_table("cost_line", schema=None) as batch_op:
        batch_op.create_index("ix_cost_line_document", ["document_id"], unique=False)

    op.create_table(
        "cost_share",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("document_id", BigId, nullable=False),
        sa.Column("round", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("bearer", sa.Text(), nullable=False),
        sa.Column("party_id", BigId, nullable=True),
        sa.Column("cost_centre_id", BigId, nullable=True),
        sa.Column("unit_id", BigId, nullable=True),
        sa.Column("percent", Amount(), nullable=True),
        sa.Column("weight", Amount(), nullable=True),
        sa.Column("amount", Amount(), nullable=True),
        sa.Column("reason", Json, nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("proposed_by_id", BigId, nullable=False),
        sa.Column("approved_amount", Amount(), nullable=True),
        sa.Column("approved_by_id", BigId, nullable=True),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("provision_id", BigId, nullable=True),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["app_user.id"], name=op.f("fk_cost_share_approved_by_id")
        ),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_cost_share_company_id")),
        sa.ForeignKeyConstraint(
            ["cost_centre_id"], ["cost_centre.id"], name=op.f("fk_cost_share_cost_centre_id")
        ),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_cost_share_document_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_cost_share_party_id")),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["app_user.id"], name=op.f("fk_cost_share_proposed_by_id")
        ),
        sa.ForeignKeyConstraint(["provision_id"], ["document.id"], name=op.f("fk_cost_share_provision_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_cost_share_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cost_share")),
    )
    with op.batch_alter_table("cost_share", schema=None) as batch_op:
        batch_op.create_index("ix_cost_share_document", ["document_id"], unique=False)
        batch_op.create_index("ix_cost_share_settled", ["company_id", "settled_on"], unique=False)

    op.create_table(
        "deadline",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("document_id", BigId, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("due_at", Moment(), nullable=False),
        sa.Column("met_at", Moment(), nullable=True),
        sa.Column("missed_at", Moment(), nullable=True),
        sa.Column("reckoning", Json, nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_deadline_company_id")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_deadline_document_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline")),
    )
    with op.batch_alter_table("deadline", schema=None) as batch_op:
        batch_op.create_index("ix_deadline_document", ["document_id"], unique=False)
        batch_op.create_index("ix_deadline_due", ["company_id", "due_at"], unique=False)
        batch_op.create_index(
            "ix_deadline_unmet",
            ["company_id", "due_at"],
            unique=False,
            sqlite_where=sa.text("met_at IS NULL"),
            postgresql_where=sa.text("met_at IS NULL"),
        )

    op.create_table(
        "decision",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("document_id", BigId, nullable=True),
        sa.Column("unit_id", BigId, nullable=True),
        sa.Column("line", sa.BigInteger(), nullable=True),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("part", sa.Text(), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("body", Json, nullable=False),
        sa.Column("covered", sa.Boolean(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("made_by_id", BigId, nullable=False),
        sa.Column("signed_at", Moment(), nullable=True),
        sa.Column("signed_by_id", BigId, nullable=True),
        sa.Column("superseded_by_id", BigId, nullable=True),
        sa.Column("withdrawn_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_decision_company_id")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_decision_document_id")),
        sa.ForeignKeyConstraint(["made_by_id"], ["app_user.id"], name=op.f("fk_decision_made_by_id")),
        sa.ForeignKeyConstraint(["signed_by_id"], ["app_user.id"], name=op.f("fk_decision_signed_by_id")),
        sa.ForeignKeyConstraint(
            ["superseded_by_id"], ["decision.id"], name=op.f("fk_decision_superseded_by_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_decision_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
    )
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.create_index("ix_decision_document", ["document_id"], unique=False)
        batch_op.create_index("ix_decision_unit", ["unit_id"], unique=False)

    op.create_table(
        "document_link",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("source_id", BigId, nullable=False),
        sa.Column("target_id", BigId, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_document_link_company_id")),
        sa.ForeignKeyConstraint(["source_id"], ["document.id"], name=op.f("fk_document_link_source_id")),
        sa.ForeignKeyConstraint(["target_id"], ["document.id"], name=op.f("fk_document_link_target_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_link")),
        sa.UniqueConstraint(
            "source_id", "target_id", "kind", name=op.f("uq_document_link_source_id_target_id_kind")
        ),
    )
    with op.batch_alter_table("document_link", schema=None) as batch_op:
        batch_op.create_index("ix_document_link_target", ["target_id"], unique=False)

    op.create_table(
        "entry",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("journal_id", BigId, nullable=False),
        sa.Column("period_id", BigId, nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("number_key", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("document_id", BigId, nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("operation", sa.Text(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.Column("reverses_id", BigId, nullable=True),
        sa.Column("hash_version", sa.SmallInteger(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("previous", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("state", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.CheckConstraint("number > 0 and sequence > 0", name=op.f("ck_entry_number")),
        sa.CheckConstraint("state = 1", name=op.f("ck_entry_posted")).ddl_if(dialect="postgresql"),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_entry_company_id")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_entry_document_id")),
        sa.ForeignKeyConstraint(["journal_id"], ["journal.id"], name=op.f("fk_entry_journal_id")),
        sa.ForeignKeyConstraint(["period_id"], ["period.id"], name=op.f("fk_entry_period_id")),
        sa.ForeignKeyConstraint(["reverses_id"], ["entry.id"], name=op.f("fk_entry_reverses_id")),
        sa.ForeignKeyConstraint(
            ["state"], ["entry_state.state"], name="fk_entry_posted", initially="DEFERRED", deferrable=True
        ).ddl_if(dialect="sqlite"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry")),
        sa.UniqueConstraint(
            "company_id", "document_id", "event", name=op.f("uq_entry_company_id_document_id_event")
        ),
        sa.UniqueConstraint(
            "journal_id", "number_key", "number", name=op.f("uq_entry_journal_id_number_key_number")
        ),
        sa.UniqueConstraint("journal_id", "sequence", name=op.f("uq_entry_journal_id_sequence")),
        sa.UniqueConstraint("reverses_id", name=op.f("uq_entry_reverses_id")),
    )
    with op.batch_alter_table("entry", schema=None) as batch_op:
        batch_op.create_index(
            "ix_entry_draft",
            ["state"],
            unique=False,
            sqlite_where=sa.text("state = 0"),
            postgresql_where=sa.text("state = 0"),
        )

    op.create_table(
        "mail_letter",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("document_id", BigId, nullable=True),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("enclosed", Json, nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("due_at", Moment(), nullable=False),
        sa.Column("leased_until", Moment(), nullable=True),
        sa.Column("attempts", sa.BigInteger(), nullable=False),
        sa.Column("sent_at", Moment(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_mail_letter_company_id")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_mail_letter_document_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_letter")),
        sa.UniqueConstraint("company_id", "key", name=op.f("uq_mail_letter_company_id_key")),
    )
    with op.batch_alter_table("mail_letter", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mail_letter_document_id"), ["document_id"], unique=False)
        batch_op.create_index("ix_mail_letter_due", ["company_id", "state", "due_at"], unique=False)

    op.create_table(
        "milestone",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("unit_id", BigId, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("reached_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.Column("withdrawn_at", Moment(), nullable=True),
        sa.Column("document_id", BigId, nullable=True),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_milestone_company_id")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_milestone_document_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_milestone_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestone")),
    )
    with op.batch_alter_table("milestone", schema=None) as batch_op:
        batch_op.create_index("ix_milestone_unit", ["unit_id", "kind"], unique=False)

    op.create_table(
        "month_end",
        sa.Column("period_id", BigId, nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("checked", Json, nullable=False),
        sa.Column("overrides", Json, nullable=False),
        sa.Column("carried_count", sa.BigInteger(), nullable=False),
        sa.Column("document_id", BigId, nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_month_end_document_id")),
        sa.ForeignKeyConstraint(["period_id"], ["period.id"], name=op.f("fk_month_end_period_id")),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_month_end")),
        sa.UniqueConstraint("period_id", name=op.f("uq_month_end_period_id")),
    )
    op.create_table(
        "opening",
        sa.Column("posting_date", sa.Date(), nullable=False),
        sa.Column("document_id", BigId, nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_opening_document_id")),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_opening")),
    )
    op.create_table(
        "quote_line",
        sa.Column("is_agreed", sa.Boolean(), nullable=True),
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("document_id", BigId, nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("item", sa.Text(), nullable=True),
        sa.Column("product_id", BigId, nullable=True),
        sa.Column("unit_id", BigId, nullable=True),
        sa.Column("measure", sa.Text(), nullable=True),
        sa.Column("quantity", Amount(), nullable=False),
        sa.Column("price", Amount(), nullable=False),
        sa.Column("discount", Amount(), nullable=False),
        sa.Column("tax_rate_id", BigId, nullable=False),
        sa.Column("tax_percent", Amount(), nullable=False),
        sa.Column("net", Amount(), nullable=False),
        sa.Column("tax", Amount(), nullable=False),
        sa.Column("gross", Amount(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_quote_line_company_id")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_quote_line_document_id")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_quote_line_product_id")),
        sa.ForeignKeyConstraint(["tax_rate_id"], ["tax_rate.id"], name=op.f("fk_quote_line_tax_rate_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_quote_line_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quote_line")),
        sa.UniqueConstraint("document_id", "position", name=op.f("uq_quote_line_document_id_position")),
    )
    op.create_table(
        "recovery",
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("claim_id", BigId, nullable=False),
        sa.Column("supplier_id", BigId, nullable=False),
        sa.Column("claimed", Amount(), nullable=False),
        sa.Column("accepted", Amount(), nullable=True),
        sa.Column("rejected", Amount(), nullable=True),
        sa.Column("received", Amount(), nullable=False),
        sa.Column("written_off", Amount(), nullable=False),
        sa.Column("due_on_filing", sa.Boolean(), nullable=False),
        sa.Column("file_due_on", sa.Date(), nullable=True),
        sa.Column("filed_on", sa.Date(), nullable=True),
        sa.Column("late_reason", sa.Text(), nullable=True),
        sa.Column("answer_days", sa.BigInteger(), nullable=True),
        sa.Column("answer_due_on", sa.Date(), nullable=True),
        sa.Column("evidence", Json, nullable=False),
        sa.Column("settled_by", sa.Text(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("answers_count", sa.BigInteger(), nullable=False),
        sa.Column("payments_count", sa.BigInteger(), nullable=False),
        sa.Column("approved_amount", Amount(), nullable=True),
        sa.Column("approved_by_id", BigId, nullable=True),
        sa.Column("document_id", BigId, nullable=False),
        sa.ForeignKeyConstraint(["approved_by_id"], ["app_user.id"], name=op.f("fk_recovery_approved_by_id")),
        sa.ForeignKeyConstraint(["claim_id"], ["document.id"], name=op.f("fk_recovery_claim_id")),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_recovery_company_id")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_recovery_document_id")),
        sa.ForeignKeyConstraint(["supplier_id"], ["party.id"], name=op.f("fk_recovery_supplier_id")),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_recovery")),
    )
    with op.batch_alter_table("recovery", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recovery_claim_id"), ["claim_id"], unique=False)
        batch_op.create_index("ix_recovery_supplier", ["company_id", "supplier_id", "filed_on"], unique=False)

    op.create_table(
        "stock_count",
        sa.Column("counted_on", sa.Date(), nullable=False),
        sa.Column("place_id", BigId, nullable=False),
        sa.Column("document_id", BigId, nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_stock_count_document_id")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_stock_count_place_id")),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_stock_count")),
    )
    op.create_table(
        "stock_count_line",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("document_id", BigId, nullable=False),
        sa.Column("account_id", BigId, nullable=False),
        sa.Column("product_id", BigId, nullable=False),
        sa.Column("counted", Amount(), nullable=False),
        sa.Column("booked", Amount(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_stock_count_line_account_id")),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_stock_count_line_company_id")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_stock_count_line_document_id")
        ),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_stock_count_line_product_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_count_line")),
        sa.UniqueConstraint(
            "document_id",
            "account_id",
            "product_id",
            name=op.f("uq_stock_count_line_document_id_account_id_product_id"),
        ),
    )
    op.create_table(
        "timeline",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("document_id", BigId, nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("user_id", BigId, nullable=False),
        sa.Column("operation", sa.Text(), nullable=False),
        sa.Column("from_state", sa.Text(), nullable=True),
        sa.Column("to_state", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("changes", Json, nullable=False),
        sa.Column("previous", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_timeline_company_id")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_timeline_document_id")),
        sa.ForeignKeyConstraint(["user_id"], ["app_user.id"], name=op.f("fk_timeline_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_timeline")),
        sa.UniqueConstraint("document_id", "position", name=op.f("uq_timeline_document_id_position")),
    )
    op.create_table(
        "unit_part",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("unit_id", BigId, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("serial", sa.Text(), nullable=True),
        sa.Column("installed_on", sa.Date(), nullable=True),
        sa.Column("removed_on", sa.Date(), nullable=True),
        sa.Column("replaces_id", BigId, nullable=True),
        sa.Column("is_replacement", sa.Boolean(), nullable=False),
        sa.Column("paid_by_customer", sa.Boolean(), nullable=False),
        sa.Column("withdrawn_at", Moment(), nullable=True),
        sa.Column("document_id", BigId, nullable=True),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_unit_part_company_id")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_unit_part_document_id")),
        sa.ForeignKeyConstraint(["replaces_id"], ["unit_part.id"], name=op.f("fk_unit_part_replaces_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_unit_part_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_part")),
    )
    with op.batch_alter_table("unit_part", schema=None) as batch_op:
        batch_op.create_index("ix_unit_part_unit", ["unit_id"], unique=False)

    op.create_table(
        "voucher",
        sa.Column("posting_date", sa.Date(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("lines", Json, nullable=False),
        sa.Column("document_id", BigId, nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_voucher_document_id")),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_voucher")),
    )
    op.create_table(
        "charge_line",
        sa.Column("quote_line_id", BigId, nullable=True),
        sa.Column("reverses_id", BigId, nullable=True),
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("document_id", BigId, nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("item", sa.Text(), nullable=True),
        sa.Column("product_id", BigId, nullable=True),
        sa.Column("unit_id", BigId, nullable=True),
        sa.Column("measure", sa.Text(), nullable=True),
        sa.Column("quantity", Amount(), nullable=False),
        sa.Column("price", Amount(), nullable=False),
        sa.Column("discount", Amount(), nullable=False),
        sa.Column("tax_rate_id", BigId, nullable=False),
        sa.Column("tax_percent", Amount(), nullable=False),
        sa.Column("net", Amount(), nullable=False),
        sa.Column("tax", Amount(), nullable=False),
        sa.Column("gross", Amount(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_charge_line_company_id")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_charge_line_document_id")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_charge_line_product_id")),
        sa.ForeignKeyConstraint(
            ["quote_line_id"], ["quote_line.id"], name=op.f("fk_charge_line_quote_line_id")
        ),
        sa.ForeignKeyConstraint(["reverses_id"], ["charge_line.id"], name=op.f("fk_charge_line_reverses_id")),
        sa.ForeignKeyConstraint(["tax_rate_id"], ["tax_rate.id"], name=op.f("fk_charge_line_tax_rate_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_charge_line_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_charge_line")),
        sa.UniqueConstraint("document_id", "position", name=op.f("uq_charge_line_document_id_position")),
    )
    with op.batch_alter_table("charge_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_charge_line_quote_line_id"), ["quote_line_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_charge_line_reverses_id"), ["reverses_id"], unique=False)

    op.create_table(
        "entry_line",
        sa.Column("entry_id", BigId, autoincrement=False, nullable=False),
        sa.Column("position", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("company_id", sa.BigInteger(), nullable=False),
        sa.Column("account_id", BigId, nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("debit", Amount(), nullable=False),
        sa.Column("credit", Amount(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=True),
        sa.Column("original_amount", Amount(), nullable=True),
        sa.Column("product_id", sa.BigInteger(), nullable=True),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("quantity", Amount(), nullable=True),
        sa.Column("place_id", sa.BigInteger(), nullable=True),
        sa.Column("party_id", sa.BigInteger(), nullable=True),
        sa.Column("cost_centre_id", sa.BigInteger(), nullable=True),
        sa.Column("cost_object_id", sa.BigInteger(), nullable=True),
        sa.Column("rule_id", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "typeof(debit) = 'integer' and typeof(credit) = 'integer'", name=op.f("ck_entry_line_whole")
        ).ddl_if(dialect="sqlite"),
        sa.CheckConstraint(
            "typeof(quantity) in ('integer', 'null')", name=op.f("ck_entry_line_pieces")
        ).ddl_if(dialect="sqlite"),
        sa.CheckConstraint(
            "(currency is null) = (original_amount is null)", name=op.f("ck_entry_line_original")
        ),
        sa.CheckConstraint(
            "debit <> 0 or credit <> 0 or coalesce(quantity, 0) <> 0", name=op.f("ck_entry_line_content")
        ),
        sa.CheckConstraint("debit = 0 or credit = 0", name=op.f("ck_entry_line_side")),
        sa.CheckConstraint(
            "debit between -9000000000000000 and 9000000000000000 and credit between -9000000000000000 and 9000000000000000",
            name=op.f("ck_entry_line_money"),
        ),
        sa.CheckConstraint("position > 0", name=op.f("ck_entry_line_position")),
        sa.CheckConstraint(
            "quantity between -9000000000000000 and 9000000000000000", name=op.f("ck_entry_line_quantity")
        ),
        sa.CheckConstraint("quantity is null or product_id is not null", name=op.f("ck_entry_line_product")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_entry_line_account_id")),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_entry_line_entry_id")),
        sa.PrimaryKeyConstraint("entry_id", "position", name=op.f("pk_entry_line")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("entry_line", schema=None) as batch_op:
        batch_op.create_index(
            "ix_entry_line_account_date", ["account_id", "date", "entry_id", "position"], unique=False
        )

    op.create_table(
        "handover",
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("layout", sa.Text(), nullable=False),
        sa.Column("vouchers_count", sa.BigInteger(), nullable=False),
        sa.Column("attachment_id", BigId, nullable=False),
        sa.Column("document_id", BigId, nullable=False),
        sa.ForeignKeyConstraint(["attachment_id"], ["attachment.id"], name=op.f("fk_handover_attachment_id")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_handover_document_id")),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_handover")),
    )
    op.create_table(
        "handover_entry",
        sa.Column("id", BigId, sa.Identity(always=False), nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("document_id", BigId, nullable=False),
        sa.Column("entry_id", BigId, nullable=False),
        sa.Column("taken_back_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_handover_entry_company_id")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_handover_entry_document_id")),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_handover_entry_entry_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover_entry")),
    )
    with op.batch_alter_table("handover_entry", schema=None) as batch_op:
        batch_op.create_index("ix_handover_entry_document", ["document_id"], unique=False)
        batch_op.create_index(
            "uq_handover_entry_entry_id",
            ["entry_id"],
            unique=True,
            postgresql_where=sa.text("taken_back_at IS NULL"),
            sqlite_where=sa.text("taken_back_at IS NULL"),
        )

    op.create_table(
        "quote",
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("case_id", BigId, nullable=True),
        sa.Column("party_id", BigId, nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("supersedes_id", BigId, nullable=True),
        sa.Column("tax_inclusive", sa.Boolean(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("reminded_on", sa.Date(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("channel", sa.Text(), nullable=True),
        sa.Column("agreement_text", sa.Text(), nullable=True),
        sa.Column("signature_id", BigId, nullable=True),
        sa.Column("handler_id", BigId, nullable=True),
        sa.Column("answer_note", sa.Text(), nullable=True),
        sa.Column("net", Amount(), nullable=False),
        sa.Column("tax", Amount(), nullable=False),
        sa.Column("gross", Amount(), nullable=False),
        sa.Column("document_id", BigId, nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["document.id"], name=op.f("fk_quote_case_id")),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_quote_company_id")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_quote_document_id")),
        sa.ForeignKeyConstraint(["handler_id"], ["app_user.id"], name=op.f("fk_quote_handler_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_quote_party_id")),
        sa.ForeignKeyConstraint(["signature_id"], ["attachment.id"], name=op.f("fk_quote_signature_id")),
        sa.ForeignKeyConstraint(["supersedes_id"], ["document.id"], name=op.f("fk_quote_supersedes_id")),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_quote")),
    )
    with op.batch_alter_table("quote", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_quote_case_id"), ["case_id"], unique=False)

    op.create_table(
        "voucher_review",
        sa.Column("entry_id", BigId, autoincrement=False, nullable=False),
        sa.Column("company_id", BigId, nullable=False),
        sa.Column("reviewed_by_id", BigId, nullable=False),
        sa.Column("reviewed_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_voucher_review_company_id")),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_voucher_review_entry_id")),
        sa.ForeignKeyConstraint(
            ["reviewed_by_id"], ["app_user.id"], name=op.f("fk_voucher_review_reviewed_by_id")
        ),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_voucher_review")),
    )


def downgrade() -> None:
    op.drop_table("voucher_review")
    with op.batch_alter_table("quote", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_quote_case_id"))

    op.drop_table("quote")
    with op.batch_alter_table("handover_entry", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_handover_entry_entry_id",
            postgresql_where=sa.text("taken_back_at IS NULL"),
            sqlite_where=sa.text("taken_back_at IS NULL"),
        )
        batch_op.drop_index("ix_handover_entry_document")

    op.drop_table("handover_entry")
    op.drop_table("handover")
    with op.batch_alter_table("entry_line", schema=None) as batch_op:
        batch_op.drop_index("ix_entry_line_account_date")

    op.drop_table("entry_line")
    with op.batch_alter_table("charge_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_charge_line_reverses_id"))
        batch_op.drop_index(batch_op.f("ix_charge_line_quote_line_id"))

    op.drop_table("charge_line")
    op.drop_table("voucher")
    with op.batch_alter_table("unit_part", schema=None) as batch_op:
        batch_op.drop_index("ix_unit_part_unit")

    op.drop_table("unit_part")
    op.drop_table("timeline")
    op.drop_table("stock_count_line")
    op.drop_table("stock_count")
    with op.batch_alter_table("recovery", schema=None) as batch_op:
        batch_op.drop_index("ix_recovery_supplier")
        batch_op.drop_index(batch_op.f("ix_recovery_claim_id"))

    op.drop_table("recovery")
    op.drop_table("quote_line")
    op.drop_table("opening")
    op.drop_table("month_end")
    with op.batch_alter_table("milestone", schema=None) as batch_op:
        batch_op.drop_index("ix_milestone_unit")

    op.drop_table("milestone")
    with op.batch_alter_table("mail_letter", schema=None) as batch_op:
        batch_op.drop_index("ix_mail_letter_due")
        batch_op.drop_index(batch_op.f("ix_mail_letter_document_id"))

    op.drop_table("mail_letter")
    with op.batch_alter_table("entry", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_entry_draft", sqlite_where=sa.text("state = 0"), postgresql_where=sa.text("state = 0")
        )

    op.drop_table("entry")
    with op.batch_alter_table("document_link", schema=None) as batch_op:
        batch_op.drop_index("ix_document_link_target")

    op.drop_table("document_link")
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.drop_index("ix_decision_unit")
        batch_op.drop_index("ix_decision_document")

    op.drop_table("decision")
    with op.batch_alter_table("deadline", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_deadline_unmet",
            sqlite_where=sa.text("met_at IS NULL"),
            postgresql_where=sa.text("met_at IS NULL"),
        )
        batch_op.drop_index("ix_deadline_due")
        batch_op.drop_index("ix_deadline_document")

    op.drop_table("deadline")
    with op.batch_alter_table("cost_share", schema=None) as batch_op:
        batch_op.drop_index("ix_cost_share_settled")
        batch_op.drop_index("ix_cost_share_document")

    op.drop_table("cost_share")
    with op.batch_alter_table("cost_line", schema=None) as batch_op:
        batch_op.drop_index("ix_cost_line_document")

    op.drop_table("cost_line")
    with op.batch_alter_table("competence_override", schema=None) as batch_op:
        batch_op.drop_index("ix_competence_override_day")

    op.drop_table("competence_override")
    with op.batch_alter_table("charge", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_charge_quote_id"))
        batch_op.drop_index(batch_op.f("ix_charge_party_id"))
        batch_op.drop_index(batch_op.f("ix_charge_credits_id"))
        batch_op.drop_index(batch_op.f("ix_charge_case_id"))

    op.drop_table("charge")
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.drop_index("ix_attachment_document")

    op.drop_table("attachment")
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.drop_index("ix_document_unit")
        batch_op.drop_index("ix_document_party")
        batch_op.drop_index("ix_document_number", postgresql_ops={"number": "text_pattern_ops"})
        batch_op.drop_index("ix_document_kind_state_date")
        batch_op.drop_index("ix_document_kind_state")
        batch_op.drop_index("ix_document_kind_date")
        batch_op.drop_index("ix_document_date")

    op.drop_table("document")
    op.drop_table("user_role")
    with op.batch_alter_table("unit", schema=None) as batch_op:
        batch_op.drop_index("ix_unit_tail")
        batch_op.drop_index("ix_unit_state")
        batch_op.drop_index("ix_unit_serial", postgresql_ops={"serial": "text_pattern_ops"})
        batch_op.drop_index("ix_unit_replaces")
        batch_op.drop_index("ix_unit_product")
        batch_op.drop_index("ix_unit_order")
        batch_op.drop_index("ix_unit_host")
        batch_op.drop_index("ix_unit_customer")

    op.drop_table("unit")
    op.drop_table("profile_version")
    with op.batch_alter_table("price_line", schema=None) as batch_op:
        batch_op.drop_index("ix_price_line_item")

    op.drop_table("price_line")
    op.drop_table("operation_request")
    with op.batch_alter_table("operation_log", schema=None) as batch_op:
        batch_op.drop_index("ix_operation_log_subject")

    op.drop_table("operation_log")
    op.drop_table("goodwill_budget")
    op.drop_table("work_calendar_year")
    op.drop_table("work_calendar_day")
    op.drop_table("site")
    op.drop_table("product_part")
    with op.batch_alter_table("price_list", schema=None) as batch_op:
        batch_op.drop_index("ix_price_list_party")

    op.drop_table("price_list")
    op.drop_table("place")
    op.drop_table("journal_counter")
    with op.batch_alter_table("host", schema=None) as batch_op:
        batch_op.drop_index("ix_host_vin")
        batch_op.drop_index("ix_host_plate")

    op.drop_table("host")
    op.drop_table("cost_centre")
    op.drop_table("app_user")
    op.drop_table("account_role")
    op.drop_table("work_calendar")
    op.drop_table("tax_rate")
    op.drop_table("setting")
    op.drop_table("role_grant")
    op.drop_table("profile")
    op.drop_table("product")
    op.drop_table("period")
    with op.batch_alter_table("party", schema=None) as batch_op:
        batch_op.drop_index("ix_party_phone")

    op.drop_table("party")
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index("ix_outbox_due")

    op.drop_table("outbox")
    op.drop_table("office")
    op.drop_table("number_series")
    op.drop_table("journal")
    op.drop_table("account")
    op.drop_table("stock")
    op.drop_table("plugin_state")
    op.drop_table("entry_state")
    op.drop_table("database_state")
    op.drop_table("company")
    with op.batch_alter_table("balance", schema=None) as batch_op:
        batch_op.drop_index("ix_balance_cost_object")

    op.drop_table("balance")
