"""Why somebody needs training: every source of needs, asked at once for a year (TRN-16)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, or_, select

from sanbao.calendar import Period
from sanbao.decision import Text, from_json
from sanbao.documents.models import Document
from sanbao.i18n import N_, _
from sanbao.operation import operation, question
from sanbao.registry.models import Party, Product, Site, Unit
from sanbao_training.kinds import MANAGERS, READERS
from sanbao_training.models import Duty, Need, Outline, Person, RequiredSkill, Requirement
from sanbao_training.operations import timings
from sanbao_training.operations.certificates import ending
from sanbao_training.operations.complaints import complaints
from sanbao_training.operations.gate import proofs_of
from sanbao_training.operations.new_products import new_products
from sanbao_training.operations.outlines import approved_for_skills
from sanbao_training.operations.people import workers
from sanbao_training.operations.troubles import troubles
from sanbao_training.rules import grouping
from sanbao_training.rules.matrix import asks
from sanbao_training.rules.timing import WHAT, periodic_days
from sanbao_training.rules.validity import best
from sanbao_training.schemas.plans import CAUSES, NeedInput, NeedsQuestion

if TYPE_CHECKING:
    from sanbao.work import Work

REPORTERS = (*MANAGERS, "qc", "service_clerk", "sales", "design", "project_manager", "implementation_manager")
_YEAR = timedelta(days=365)
_DUTY = N_("{number}: {what} for {units} units, due {day}")
_LACKS = N_("{person} is to do {work} without {skill}")
_ENDS = N_("{number} of {person} ends on {day}")
_REPORTED = N_("{cause}: {finding}")
_REPEATS = N_("{units} units of {product} came back twice or more within a year")
_PERIODIC = N_("{number}: a course is due on {day}")


@operation("training_need.report", title=N_("Report a need"), schema=NeedInput, roles=REPORTERS)
def report(
    work: Work,
    *,
    cause: str,
    outline: str,
    party: Party | None = None,
    product: Product | None = None,
    source: Document | None = None,
    **facts: Any,
) -> Need:
    """Report that somebody needs training: after an upheld complaint, a finding, for a new product (CAP-10, TRN-13)."""
    need = Need(
        company_id=work.company.id,
        cause=cause,
        outline_code=outline,
        party=party,
        product_id=product.id if product is not None else None,
        source=source,
        reported_on=work.today,
        **{"wanted_by": None, **facts},
    )
    work.session.add(need)
    work.session.flush()
    if source is not None:
        work.note(source, note=facts["finding"])
    return need


@question("training.needs", title=N_("Needs for training"), schema=NeedsQuestion, roles=READERS)
def needs(work: Work, *, year: int | None = None) -> list[dict[str, Any]]:
    """List every need of a year with its reason, and the session that would meet it."""
    found = grouping.propose(gathered(work, year or work.today.year))
    parties = names_of(work, Party, {one.party for one in found})
    sites = names_of(work, Site, {one.site for one in found})
    return [
        {
            "subject": one.subject,
            "party": parties.get(one.party or 0),
            "site": sites.get(one.site or 0),
            "batch": one.batch,
            "cause": need.cause,
            "title": _(grouping.CAUSES[need.cause]),
            "reason": str(from_json(dict(need.reason))),
            "heads": one.heads,
            "units": need.units,
            "by_day": need.by_day,
            "source": need.source,
        }
        for one in found
        for need in one.needs
    ]


def names_of(work: Work, model: Any, keys: set[int | None]) -> dict[int, str]:
    """Return the codes of records by their keys."""
    wanted = {key for key in keys if key is not None}
    if not wanted:
        return {}
    return {
        key: code
        for key, code in work.session.execute(select(model.id, model.code).where(model.id.in_(wanted)))
    }


def gathered(work: Work, year: int) -> list[grouping.Need]:
    """Return all needs of a year from every source, each in a query or two."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    outlines, lines, crew = approved_for_skills(work), _lines(work, last), workers(work)
    return [
        *_contracts(work, last),
        *_periodic(work, first, last),
        *_matrix(work, lines, crew, outlines),
        *_expiring(work, first, last, outlines),
        *_reported(work),
        *_repeats(work),
        *new_products(work, year, lines, crew),
        *complaints(work, outlines, lines, crew),
    ]


def _contracts(work: Work, last: date) -> Iterator[grouping.Need]:
    """Training that is owed and not yet due after the year."""
    query = (
        select(Duty, Requirement.heads)
        .join(Document, Document.id == Duty.document_id)
        .outerjoin(Requirement, Requirement.document_id == Duty.requirement_id)
        .where(
            Duty.company_id == work.company.id,
            Document.state == "open",
            Duty.what != "handover_meeting",
            or_(Duty.due_on.is_(None), Duty.due_on <= last),
        )
        .order_by(Duty.document_id)
    )
    for duty, heads in work.session.execute(query):
        what = Text(WHAT[duty.what])
        said = grouping.said(
            _DUTY, number=duty.document.number, what=what, units=duty.units_count, day=duty.due_on or "–"
        )
        yield grouping.Need(
            cause="contract",
            subject=_customer_outline(work),
            reason=said,
            party=duty.party_id,
            site=duty.site_id,
            batch=duty.batch,
            heads=heads or 1,
            by_day=duty.due_on,
            units=duty.units_count,
            source=duty.document.number,
        )


def _customer_outline(work: Work) -> str:
    """Return the outline by which customers are taught where a contract names no product: the company's setting."""
    return str(work.setting("training_customer_outline") or "–")


def _periodic(work: Work, first: date, last: date) -> Iterator[grouping.Need]:
    """Recurring courses of contracts, anchored on acceptance; a missed one does not shift the others (TRN-08)."""
    query = (
        select(Requirement)
        .join(Document, Document.id == Requirement.document_id)
        .where(Requirement.company_id == work.company.id, Document.state == "open")
        .order_by(Requirement.document_id)
    )
    requirements = list(work.session.scalars(query))
    bound = timings.bound_versions(work, [one.document_id for one in requirements])
    default = Period(months=int(work.setting("training_period_months")))
    for requirement in requirements:
        for version in bound.get(requirement.document_id, []):
            for owed in timings.timing_of(version).owed:
                anchor = _accepted(work, requirement) if owed.what == "periodic" else None
                for day in periodic_days(owed, anchor, default, first, last) if anchor is not None else ():
                    number = requirement.document.number
                    yield grouping.Need(
                        cause="periodic",
                        subject=_customer_outline(work),
                        reason=grouping.said(_PERIODIC, number=number, day=day),
                        party=requirement.party_id,
                        heads=requirement.heads,
                        by_day=day,
                        source=number,
                    )


def _accepted(work: Work, requirement: Requirement) -> date | None:
    query = select(func.max(Unit.accepted_on)).where(
        Unit.company_id == work.company.id, Unit.customer_id == requirement.party_id
    )
    if requirement.contract_no is not None:
        query = query.where(Unit.contract_no == requirement.contract_no)
    return work.session.scalar(query)


def _lines(work: Work, last: date) -> list[RequiredSkill]:
    """Return the lines of the role matrix that count today or will by a day."""
    query = select(RequiredSkill).where(
        RequiredSkill.company_id == work.company.id,
        RequiredSkill.valid_from <= last,
        or_(RequiredSkill.valid_until.is_(None), RequiredSkill.valid_until >= work.today),
    )
    return list(work.session.scalars(query.order_by(RequiredSkill.id)))


def _matrix(
    work: Work, lines: Sequence[RequiredSkill], crew: Sequence[Person], outlines: Mapping[int, str]
) -> Iterator[grouping.Need]:
    """People who are to do work for which they have no certificate today."""
    proofs = proofs_of(work, {line.skill_id for line in lines})
    for person in crew:
        roles = person.party.roles if person.party is not None else []
        for line in lines:
            lacks = best(proofs.get((person.id, line.skill_id), []), work.today) is None
            if lacks and asks(line, person.jobs, roles):
                skill = line.skill
                said = grouping.said(_LACKS, person=person.name, work=line.kind_of_work, skill=skill.name)
                subject = outlines.get(skill.id, skill.code)
                yield grouping.of_person("matrix", person, subject, said, line.valid_from)


def _expiring(work: Work, first: date, last: date, outlines: Mapping[int, str]) -> Iterator[grouping.Need]:
    """Certificates that end within the year and are not followed by another."""
    for one in ending(work, first, last):
        said = grouping.said(_ENDS, number=one.document.number, person=one.person.name, day=one.valid_until)
        subject = outlines.get(one.skill_id, one.skill.code)
        yield grouping.of_person("expiring", one.person, subject, said, one.valid_until, one.document.number)


def _reported(work: Work) -> Iterator[grouping.Need]:
    """What people reported and no plan has met: upheld complaints, findings, new products."""
    query = (
        select(Need).where(Need.company_id == work.company.id, Need.settled_on.is_(None)).order_by(Need.id)
    )
    for one in work.session.scalars(query):
        said = grouping.said(_REPORTED, cause=Text(CAUSES[one.cause]), finding=one.finding)
        yield grouping.Need(
            cause=one.cause,
            subject=one.outline_code,
            reason=said,
            party=one.party_id,
            heads=one.heads,
            by_day=one.wanted_by,
            source=one.source.number if one.source is not None else None,
        )


def _repeats(work: Work) -> Iterator[grouping.Need]:
    """Products whose units came back again and again within a year, by the papers of whichever plugins keep cases."""
    told = troubles(work)
    repeated = (
        select(Unit.product_id, Unit.id)
        .join(told, told.c.unit_id == Unit.id)
        .where(told.c.dated_on > work.today - _YEAR)
        .group_by(Unit.product_id, Unit.id)
        .having(func.count() >= 2)
        .subquery()
    )
    query = (
        select(Product.code, Product.name, Outline.code, func.count())
        .join_from(repeated, Product, Product.id == repeated.c.product_id)
        .join(Outline, Outline.product_id == Product.id)
        .join(Document, Document.id == Outline.document_id)
        .where(Document.state == "approved")
        .group_by(Product.code, Product.name, Outline.code)
        .having(func.count() >= int(work.setting("training_repeat_units")))
        .order_by(Product.code, Outline.code)
    )
    for code, name, outline, count in work.session.execute(query):
        said = grouping.said(_REPEATS, units=count, product=f"{code} {name}")
        yield grouping.Need(cause="repeat_fault", subject=outline, reason=said, heads=1, units=count)
