"""What the RMA plugin adds to sanbao. Open this first: its manifest, and the hooks that it answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sanbao.calendar import Period
from sanbao.calendar.due import read_within
from sanbao.i18n import N_
from sanbao.plugin import Plugin, ProfileKind, SettingSpec, hookimpl
from sanbao.plugin.setting_forms import some_of, whole
from sanbao_rma import imports, models, stores
from sanbao_rma.headings import HEADINGS
from sanbao_rma.kinds import FACTORY, OUTBOUND, RMA, SLIP
from sanbao_rma.operations import (
    announcing,
    asking,
    bearing,
    bringing,
    closing,
    costs,
    diagnosing,
    ending,
    entitled,
    exchanging,
    factory,
    following,
    guarantees,
    identifying,
    looking_up,
    pieces,
    promises,
    quoting,
    receiving,
    refunding,
    refurbishing,
    removed,
    repaired,
    repairing,
    running,
    scanning,
    shipping,
    taking_back,
    waits,
)
from sanbao_rma.operations.loans.lending import refuse_warranty
from sanbao_rma.operations.reports import costing as report_costs
from sanbao_rma.operations.reports import custody as report_custody
from sanbao_rma.operations.reports import monthly, times, waiting
from sanbao_rma.printouts import CODES, FORMS
from sanbao_rma.printouts_parcels import FORMS as PARCEL_FORMS
from sanbao_rma.reports import REPORTS
from sanbao_rma.rules.promises import GIVES, load

if TYPE_CHECKING:
    from sanbao.closing.facts import ClosingCheck
    from sanbao.coverage import CostShare, UnitFault
    from sanbao.coverage.repairs import Repair
    from sanbao.coverage.returns import ReturnOffer, ReturnWish
    from sanbao.decision import Answer
    from sanbao.documents.models import DeadlineRecord, Document
    from sanbao.ledger.periods import Month
    from sanbao.registry.models import Unit
    from sanbao.work import Work

plugin = Plugin(
    name="rma",
    title=N_("Returns and spare parts"),
    version="0.1.0",
    package="sanbao_rma",
    models=[
        models.Rma,
        models.RmaLine,
        models.RmaMove,
        models.RmaCheck,
        models.RmaCost,
        models.RmaQuoted,
        models.RmaScan,
        models.RmaBinding,
        models.RmaWait,
        models.RemovedPart,
        models.Outbound,
        models.Slip,
        models.FactoryOrder,
        *stores.MODELS,
    ],
    document_kinds=[RMA, OUTBOUND, SLIP, FACTORY, *stores.KINDS],
    operations=[
        announcing.announce,
        bringing.bring_in,
        receiving.receive,
        receiving.confirm_count,
        identifying.identify,
        receiving.move_to,
        diagnosing.diagnose,
        quoting.quote,
        promises.bind_promise,
        promises.end_promise,
        waits.wait,
        waits.go_on,
        repairing.start,
        repairing.replace_part,
        repairing.swap_board,
        repairing.finish,
        repairing.check_quality,
        costs.collect_cost,
        costs.settle,
        shipping.issue,
        shipping.deliver,
        taking_back.approve_special_case,
        taking_back.issue_slip,
        taking_back.sign,
        taking_back.book,
        refunding.pay,
        refunding.take_payment_back,
        exchanging.exchange,
        exchanging.ship_ahead,
        exchanging.charge_ahead,
        factory.send_to_factory,
        factory.receive_back,
        factory.reverse,
        ending.scrap,
        ending.mark_unclaimed,
        removed.settle_parts,
        refurbishing.check_returned,
        refurbishing.refurbish,
        closing.close,
        scanning.scan_in,
        scanning.scan_work,
        scanning.undo_scan,
        *stores.OPERATIONS,
    ],
    questions=[
        asking.where,
        report_custody.custody,
        asking.show,
        entitled.entitlement,
        promises.list_promises,
        running.list_running,
        looking_up.scanned,
        looking_up.piece,
        monthly.monthly,
        times.turnaround,
        times.repeats,
        report_costs.cost_report,
        waiting.waiting,
        *stores.QUESTIONS,
    ],
    account_roles=[
        "AT_CUSTOMER",
        "CUSTOMER_GOODS",
        "AT_SUPPLIER",
        "SCRAPPED",
        "CONSUMED",
        "GOODS",
        "SPARES",
        "RETURNED",
        "WARRANTY_EXP",
        "SALES_REV",
        "SERVICE_REV",
        "SALES_COST",
        "VAT_OUT",
        "BANK",
        "OTHER_PAYABLE",
        "GRIR",
        *stores.ROLES,
    ],
    imports=[*imports.KINDS, *stores.IMPORTS],
    reports=[*REPORTS, *stores.REPORTS],
    forms=[*FORMS, *PARCEL_FORMS, *stores.FORMS],
    jobs=stores.JOBS,
    finders={"rma_line": pieces.find_line, "rma_promise": promises.find_promise},
    profiles=[ProfileKind(promises.KIND, N_("Return promise"), load)],
    settings=[
        SettingSpec(
            "rma_receiving_place", "DEPOT", N_("The place where parcels with customers' pieces are opened.")
        ),
        SettingSpec(
            "rma_turnaround",
            "30d",
            N_(
                "Within which time every piece of a parcel shall be on its way back, such as 10d or 5wd; empty: none."
            ),
            is_optional=True,
            form=read_within,
        ),
        SettingSpec(
            "rma_guarantee",
            "30d",
            N_("For how long a repair is guaranteed once it is delivered; empty: not at all (RMA-13)."),
            is_optional=True,
            form=Period.parse,
        ),
        SettingSpec(
            "rma_charge_minor",
            False,
            N_("Whether out of warranty the customer also pays where no main component is damaged (RMA-03)."),
        ),
        SettingSpec(
            "rma_turnaround_right",
            "exchange",
            N_(
                "What a customer may choose where that time was not kept: exchange, refund, both with a comma; empty: nothing (N-05)."
            ),
            is_optional=True,
            form=some_of(*GIVES),
        ),
        SettingSpec(
            "rma_return_months",
            Decimal(3),
            N_(
                "For how many months after it left the factory a product of bad quality may be returned (RET-03)."
            ),
            form=whole(),
        ),
        SettingSpec(
            "rma_unclaimed_days",
            Decimal(90),
            N_("After how many days goods that nobody fetches count as unclaimed."),
            form=whole(),
        ),
        SettingSpec(
            "rma_cause_centres",
            {
                "design": "DESIGN",
                "process": "PROD",
                "material": "PROD",
                "quality": "PROD",
                "service": "SERVICE",
            },
            N_("Which cost centre bears a covered piece, by its cause (PRD-03)."),
        ),
        SettingSpec(
            "rma_form_codes",
            CODES,
            N_(
                "The codes of the quality system that the printed forms bear: feedback, charge, outbound, slip."
            ),
        ),
        *stores.SETTINGS,
    ],
    headings=HEADINGS,
)


@hookimpl
def find_covers(work: Work, faults: Sequence[UnitFault]) -> Sequence[Sequence[Answer] | None]:
    """Say which repair of the same fault is still guaranteed (RMA-13)."""
    return guarantees.find_covers(work, faults)


@hookimpl
def find_returns(work: Work, wishes: Sequence[ReturnWish]) -> Sequence[Sequence[ReturnOffer]]:
    """Say what return promises give: repairs too many or too long, bad quality soon after the factory (N-04, RET-03)."""
    return entitled.find_returns(work, wishes)


@hookimpl
def find_repairs(work: Work, unit_ids: Sequence[int]) -> Sequence[Sequence[Repair]]:
    """Tell the repairs in parcels."""
    return repaired.find_repairs(work, unit_ids)


@hookimpl
def find_cost_shares(work: Work, documents: Sequence[Document]) -> Sequence[CostShare]:
    """Propose who bears each piece of a parcel (LED-05, LED-07)."""
    return bearing.find_cost_shares(work, documents)


@hookimpl
def check_move(work: Work, documents: Sequence[Document], from_state: str, to_state: str) -> None:
    """Let no paper be voided whose goods have moved."""
    closing.refuse_void(work, documents, to_state)


@hookimpl
def documents_moved(work: Work, documents: Sequence[Document], operation: str) -> None:
    """Let pieces follow the answer to their quote, and what was voided."""
    quoting.follow(work, documents)
    closing.void_lines(work, documents)


@hookimpl
def check_operation(work: Work, operation: str, subjects: Sequence[Any], data: Mapping[str, Any]) -> None:
    """Let no loan unit be accepted (LON-03), and nothing be charged before the signed reply (RMA-04)."""
    if operation == "unit.accept":
        refuse_warranty(work, subjects)
    if operation == "charge.issue":
        quoting.refuse_early_charge(work, data)


@hookimpl
def deadline_missed(work: Work, deadlines: Sequence[DeadlineRecord]) -> None:
    """Give the customer its right where a turn-around was missed; charge what was sent ahead in vain."""
    following.missed(work, deadlines)


@hookimpl
def describe_unit(work: Work, units: Sequence[Unit]) -> Sequence[Mapping[str, Any]]:
    """Show the returns of a unit in its service file."""
    return following.describe_unit(work, units)


@hookimpl
def find_closing_obstacles(work: Work, periods: Sequence[Month]) -> Sequence[ClosingCheck]:
    """Say which pieces are with us too long, which slips are not booked or paid, and whether the books know each piece."""
    return [*following.look(work, periods), *refunding.look(work, periods)]
