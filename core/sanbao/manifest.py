"""What the core itself owns, declared like any plugin's: who knows one room knows them all."""

from __future__ import annotations

from decimal import Decimal

from sanbao.access import models as access_models
from sanbao.access import operations as access
from sanbao.access.roles import ROLES
from sanbao.calendar import models as calendar_models
from sanbao.calendar import operations as calendar
from sanbao.costing import models as costing_models
from sanbao.costing import operations as costing
from sanbao.coverage.operations import coverage
from sanbao.database import Base
from sanbao.documents import models as document_models
from sanbao.documents import operations as documents
from sanbao.i18n import N_
from sanbao.importing import kinds as importing
from sanbao.ledger import models as ledger_models
from sanbao.ledger import operations as ledger
from sanbao.ledger import upkeep
from sanbao.ledger.documents import OPENING, VOUCHER
from sanbao.plugin import CostType, Plugin, SettingSpec
from sanbao.plugin import models as plugin_models
from sanbao.profiles import models as profile_models
from sanbao.profiles import operations as profiles
from sanbao.registry import company, parts, service_file
from sanbao.registry import models as registry_models
from sanbao.registry import operations as registry
from sanbao.registry.finding import FINDERS
from sanbao.version import VERSION

_rooms = (
    access_models,
    calendar_models,
    costing_models,
    document_models,
    ledger_models,
    plugin_models,
    profile_models,
    registry_models,
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
        access.grant,
        company.change_setting,
        company.change_party,
        company.change_product,
        calendar.set_day,
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
        ledger.enter_opening,
        ledger.write_voucher,
        ledger.post_voucher,
        ledger.reverse_entry,
        ledger.close_period,
        ledger.reopen_period,
        ledger.lock_period,
        ledger.create_account,
        ledger.assign_role,
        upkeep.rebuild_books,
    ],
    questions=[
        coverage,
        access.list_users,
        company.list_settings,
        calendar.years,
        registry.search,
        service_file.unit_file,
        documents.timeline,
        documents.show,
        profiles.list_profiles,
        costing.cost_sheet,
        ledger.trial_balance,
        ledger.general,
        ledger.entries,
        upkeep.verify_books,
        upkeep.anchor_books,
    ],
    document_kinds=[OPENING, VOUCHER],
    roles=ROLES,
    finders={**FINDERS, "work_calendar": calendar.find_calendar},
    imports=importing.CORE,
    cost_types=[
        CostType("labour", N_("Labour"), "LABOUR_ABSORBED"),
        CostType("travel", N_("Travel"), "OTHER_PAYABLE"),
        CostType("lodging", N_("Lodging"), "OTHER_PAYABLE"),
        CostType("freight", N_("Freight"), "OTHER_PAYABLE"),
        CostType("parts", N_("Parts"), "SPARES", is_goods=True),
        CostType("outside", N_("Outside work"), "GRIR"),
    ],
    settings=[
        SettingSpec("labour_rate", Decimal("60.00"), N_("What one hour of our own work costs, in company currency.")),
        SettingSpec(
            "claims_pending_centre",
            "CLAIMS_PENDING",
            N_("The cost centre on which a supplier's share waits for the answer (LED-14)."),
        ),
        SettingSpec("service_centre", "SERVICE", N_("The cost centre of the service department.")),
        SettingSpec("unchecked_blocks", False, N_("Whether a question that nobody answered stops the work.")),
    ],
)
