"""What the core itself owns, declared like any plugin's: who knows one room knows them all."""

from __future__ import annotations

from decimal import Decimal

from sanbao.access import models as access_models
from sanbao.access import operations as access
from sanbao.access.roles import ROLES
from sanbao.calendar import models as calendar_models
from sanbao.calendar import operations as calendar
from sanbao.charging import charges, credits, expiry, margin, prices, quotes, taxes
from sanbao.charging import models as charging_models
from sanbao.charging.kinds import CHARGE, QUOTE
from sanbao.charging.printouts import CHARGE_FORM, QUOTE_FORM
from sanbao.closing import counting
from sanbao.closing import models as closing_models
from sanbao.closing import operations as closing
from sanbao.closing.kinds import MONTH_END, STOCK_COUNT
from sanbao.closing.printouts import MONTH_END as MONTH_END_FORM
from sanbao.competence import models as competence_models
from sanbao.competence import operations as competence
from sanbao.costing import models as costing_models
from sanbao.costing import operations as costing
from sanbao.coverage.operations import by_part, coverage
from sanbao.database import Base
from sanbao.documents import models as document_models
from sanbao.documents import operations as documents
from sanbao.i18n import N_
from sanbao.importing import kinds as importing
from sanbao.ledger import models as ledger_models
from sanbao.ledger import operations as ledger
from sanbao.ledger import paging, upkeep
from sanbao.ledger.documents import OPENING, VOUCHER
from sanbao.mail import forms as mail_forms
from sanbao.mail import models as mail_models
from sanbao.mail import operations as mail
from sanbao.plugin import CostType, Job, Plugin, ProfileKind, SettingSpec
from sanbao.plugin import models as plugin_models
from sanbao.plugin.impact import LEAST_YEARS, RETENTION_SETTING
from sanbao.plugin.setting_forms import amount, not_negative, one_of, values, whole, yes_no
from sanbao.profiles import models as profile_models
from sanbao.profiles import operations as profiles
from sanbao.recovering import claiming, drafting, giving_up
from sanbao.recovering import models as recovering_models
from sanbao.recovering import reports as recovery_reports
from sanbao.recovering.kinds import RECOVERY
from sanbao.registry import company, overviews, parts, service_file
from sanbao.registry import models as registry_models
from sanbao.registry import operations as registry
from sanbao.registry.finding import FINDERS
from sanbao.reporting import catalogue, costs
from sanbao.version import VERSION
from sanbao.vouchers import finding as voucher_finding
from sanbao.vouchers import handing_over, layouts, listing, questions, reviews
from sanbao.vouchers import models as voucher_models
from sanbao.vouchers.kinds import HANDOVER
from sanbao.vouchers.printouts import VOUCHER as VOUCHER_FORM

_rooms = (
    access_models,
    calendar_models,
    charging_models,
    closing_models,
    competence_models,
    costing_models,
    document_models,
    ledger_models,
    mail_models,
    plugin_models,
    profile_models,
    recovering_models,
    registry_models,
    voucher_models,
)

plugin = Plugin(
    name="core",
    title=N_("Core"),
    version=VERSION,
    package="sanbao",
    models=[mapper.class_ for mapper in Base.registry.mappers],
    operations=[
        access.create_user,
        access.set_roles,
        access.deactivate,
        access.activate,
        access.change_user,
        access.grant,
        company.change_setting,
        company.change_company,
        company.change_party,
        company.change_product,
        calendar.set_day,
        calendar.set_week,
        calendar.confirm_year,
        calendar.import_year,
        registry.create_party,
        registry.create_product,
        registry.create_office,
        registry.create_cost_centre,
        registry.create_place,
        registry.create_site,
        registry.create_host,
        parts.add_product_part,
        registry.register,
        parts.add_unit_part,
        registry.accept,
        registry.unaccept,
        registry.fail_acceptance,
        registry.reach_milestone,
        registry.replace_part,
        registry.replace,
        registry.correct,
        documents.void,
        documents.reopen,
        documents.mark_duplicate,
        documents.note,
        documents.link,
        documents.assign,
        documents.attach,
        documents.set_deadline,
        documents.meet_deadline,
        profiles.publish,
        costing.collect,
        costing.take_back,
        costing.propose,
        costing.approve_goodwill,
        costing.settle,
        costing.unsettle,
        costing.set_budget,
        drafting.draft,
        claiming.file,
        claiming.answer,
        claiming.withdraw_answer,
        claiming.withdraw,
        claiming.settle,
        giving_up.approve_write_off,
        giving_up.write_off,
        taxes.add_rate,
        taxes.end_rate,
        prices.publish,
        quotes.draft,
        quotes.change,
        quotes.send,
        quotes.agree,
        quotes.refuse,
        quotes.revise,
        expiry.remind,
        expiry.expire,
        charges.issue,
        charges.cancel,
        credits.credit,
        ledger.enter_opening,
        ledger.write_voucher,
        ledger.post_voucher,
        ledger.reverse_entry,
        closing.close_period,
        closing.override,
        closing.reopen_period,
        closing.lock_period,
        closing.carry_result,
        closing.take_back_result,
        closing.carry_profit,
        counting.count,
        reviews.review,
        handing_over.export,
        handing_over.take_back,
        ledger.create_account,
        ledger.assign_role,
        upkeep.rebuild_books,
        mail.send_again,
        competence.let_pass,
    ],
    questions=[
        coverage,
        by_part,
        access.list_users,
        company.list_settings,
        calendar.years,
        calendar.when_due,
        registry.search,
        service_file.unit_file,
        overviews.party_overview,
        overviews.product_overview,
        documents.timeline,
        documents.show,
        profiles.list_profiles,
        costing.cost_sheet,
        costs.cost_report,
        costing.goodwill_budget,
        giving_up.recovery_rate,
        competence.check,
        competence.overrides,
        taxes.list_rates,
        prices.find_price,
        margin.margin,
        ledger.trial_balance,
        ledger.general,
        paging.page,
        ledger.entries,
        closing.show_checklist,
        questions.show,
        listing.list_vouchers,
        questions.list_layouts,
        handing_over.status,
        upkeep.verify_books,
        upkeep.anchor_books,
        mail.letters,
    ],
    document_kinds=[OPENING, VOUCHER, QUOTE, CHARGE, MONTH_END, STOCK_COUNT, HANDOVER, RECOVERY],
    roles=ROLES,
    finders={**FINDERS, "work_calendar": calendar.find_calendar, "entry": voucher_finding.entry},
    profiles=[ProfileKind(layouts.KIND, N_("Voucher layout"), layouts.layout_of, layouts.FOLDER)],
    forms=[QUOTE_FORM, CHARGE_FORM, VOUCHER_FORM, MONTH_END_FORM],
    imports=importing.CORE,
    reports=[*catalogue.REPORTS, *recovery_reports.REPORTS],
    cost_types=[
        CostType("labour", N_("Labour"), "LABOUR_ABSORBED"),
        CostType("travel", N_("Travel"), "OTHER_PAYABLE"),
        CostType("lodging", N_("Lodging"), "OTHER_PAYABLE"),
        CostType("freight", N_("Freight"), "OTHER_PAYABLE"),
        CostType("parts", N_("Parts"), "SPARES", is_goods=True),
        CostType("outside", N_("Outside work"), "GRIR"),
    ],
    jobs=[Job("quotes", every_minutes=60, run=expiry.look_after)],
    settings=[
        SettingSpec(
            "labour_rate",
            Decimal("60.00"),
            N_("What one hour of our own work costs, in company currency."),
            form=not_negative,
        ),
        SettingSpec(
            "claims_pending_centre",
            "CLAIMS_PENDING",
            N_("The cost centre on which a supplier's share waits for the answer (LED-14)."),
        ),
        SettingSpec(
            "claim_recognition",
            "on_acceptance",
            N_("When a claim on a supplier becomes receivable: on_acceptance, or on_filing (LED-14)."),
            form=one_of(*claiming.RECOGNITIONS),
        ),
        SettingSpec(
            "recovery_write_off_limit",
            Decimal("1000.00"),
            N_("Above which amount a second person must approve that a supplier's debt is given up."),
            form=not_negative,
        ),
        SettingSpec(
            "quote_validity_days",
            Decimal(30),
            N_("For how many calendar days a quote stands once it is sent (RMA-04)."),
            form=whole(1),
        ),
        SettingSpec(
            "quote_reminder_days",
            Decimal(5),
            N_("How many days before its end the customer is reminded of a quote (RMA-04)."),
            form=whole(),
        ),
        SettingSpec(
            "quote_tolerance",
            Decimal(0),
            N_(
                "By how many per cent a charge may go beyond the agreed quote without a new agreement (RMA-04)."
            ),
            form=not_negative,
        ),
        SettingSpec(
            "agreement_phrases",
            "同意维修;同意維修;agree to repair",
            N_("The words that make a signed reply an agreement, with semicolons between them (RMA-04)."),
        ),
        SettingSpec("default_tax", "VAT13", N_("The tax rate of a line that says nothing else (LED-24).")),
        SettingSpec("service_centre", "SERVICE", N_("The cost centre of the service department.")),
        SettingSpec(
            "provision_on",
            False,
            N_(
                "Whether a department's share of a case falls on the provision as far as it goes (LED-05, LED-08)."
            ),
        ),
        SettingSpec(
            "goodwill_limits",
            {},
            N_(
                'The most that a role may give away on one case, such as {"service_head": "5000.00"}; others have no limit.'
            ),
            form=values(amount),
        ),
        SettingSpec(
            "goodwill_needs_budget",
            False,
            N_("Whether a department without a goodwill budget gives nothing away."),
        ),
        SettingSpec(
            "goodwill_over_budget_role",
            "general_manager",
            N_("The role that may approve goodwill above what the year's budget has left."),
        ),
        SettingSpec(
            "closing_stops",
            {},
            N_(
                "Which checks of a month end keep a month open, beside the arithmetic of the books: check and yes or no."
            ),
            form=values(yes_no),
        ),
        SettingSpec(
            "result_carried_each",
            "month",
            N_(
                "How often income and expense are carried to the profit of the year (结转损益): month or year."
            ),
            form=one_of("month", "year"),
        ),
        SettingSpec(
            "installation_form",
            [],
            N_(
                "Which facts of a unit its registration form must hold before it counts as installed (PRD-05)."
            ),
        ),
        SettingSpec(
            "competence_checked_work",
            [],
            N_(
                "Kinds of work to which nobody is assigned unless some plugin checks who is qualified (PTY-12)."
            ),
        ),
        SettingSpec(
            "competence_override_roles",
            ["service_head", "general_manager"],
            N_("The roles that may assign somebody who is not qualified, with a reason (PTY-12)."),
        ),
        SettingSpec(
            "mail_server",
            "",
            N_("The mail server, such as mail.example.com:587; empty: letters wait to be sent by hand."),
            form=mail_forms.place,
        ),
        SettingSpec(
            "mail_security",
            "starttls",
            N_("How the mail server is spoken to: starttls, tls, or none on a line of our own."),
            form=one_of("starttls", "tls", "none"),
        ),
        SettingSpec("mail_from", "", N_("The address that letters come from."), form=mail_forms.sender),
        SettingSpec(
            "mail_user",
            "",
            N_(
                "Who signs in at the mail server; the password stands in the environment as SANBAO_MAIL_PASSWORD."
            ),
        ),
        SettingSpec(
            RETENTION_SETTING,
            Decimal(LEAST_YEARS),
            N_("For how many years records are kept after they were closed; three at least (REC-01)."),
            form=whole(LEAST_YEARS, 100),
        ),
        SettingSpec(
            "unchecked_blocks",
            False,
            N_(
                "Whether work stops on a case whose coverage nobody could check: no cost is taken onto it, and nobody's word does instead."
            ),
        ),
    ],
)
