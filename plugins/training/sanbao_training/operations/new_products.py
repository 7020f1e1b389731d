"""Who has to be taught a new product, and which has no outline yet, by the days of its units (TRN-13, TRN-16)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from sanbao.documents.models import Document
from sanbao.i18n import N_
from sanbao.registry.models import Product, Unit
from sanbao_training.kinds import HELD
from sanbao_training.models import Enrolment, Need, Outline, Person, RequiredSkill, Session
from sanbao_training.rules import grouping
from sanbao_training.rules.matrix import asks

if TYPE_CHECKING:
    from sanbao.work import Work

_UNTAUGHT = N_("{product} is new since {day}: {person} has not been taught it")
_GROUP = N_("{product} is new since {day}: {heads} of our own people have not been taught it")
_NO_OUTLINE = N_("{product} is new since {day} and has no approved outline yet")


@dataclass(frozen=True)
class _New:
    """A product that is new, with the first day of its first unit."""

    key: int
    code: str
    name: str
    first: date

    @property
    def called(self) -> str:
        """What people call it."""
        return f"{self.code} {self.name}"


def new_products(
    work: Work, year: int, lines: Sequence[RequiredSkill], crew: Sequence[Person]
) -> Iterator[grouping.Need]:
    """Return who has to be taught what came out in this year or the one before.

    Of an outline that certifies a skill these are the people whose jobs need it by the role matrix, else our own people
    who do service work, as one group. Who was at a session about the product, or taught one, knows it. Four queries,
    however many products there are.
    """
    found = _new(work, year)
    outlines = _outlines(work, found)
    taught = _taught(work, found)
    for one in found:
        if one.key not in outlines:
            said = grouping.said(_NO_OUTLINE, product=one.called, day=one.first)
            yield grouping.Need(cause="new_product", subject=one.code, reason=said, heads=1)
        for code, skill in outlines.get(one.key, {}).items():
            known = taught.get((one.key, code), set())
            if skill is None:
                yield from _group(one, code, [who for who in crew if _is_ours(who)], known)
            else:
                asked = [line for line in lines if line.skill_id == skill]
                yield from _each(one, code, [who for who in crew if _asked(asked, who)], known)


def _new(work: Work, year: int) -> list[_New]:
    """Return the products with service files whose first unit left the factory in the year or the one before (PRD-01).

    What an old company brings in when it begins with its books is not new: its units say when they were made.
    """
    first = func.min(func.coalesce(Unit.ex_factory_on, Unit.sold_on, Unit.delivered_on))
    reported = select(Need.product_id).where(
        Need.company_id == work.company.id, Need.cause == "new_product", Need.product_id.is_not(None)
    )
    query = (
        select(Product.id, Product.code, Product.name, first)
        .join(Unit, Unit.product_id == Product.id)
        .where(
            Product.company_id == work.company.id,
            Product.file_policy == "required",
            Product.id.not_in(reported),
        )
        .group_by(Product.id, Product.code, Product.name)
        .having(first.between(date(year - 1, 1, 1), date(year, 12, 31)))
        .order_by(Product.code)
    )
    return [_New(*row) for row in work.session.execute(query)]


def _outlines(work: Work, found: Sequence[_New]) -> dict[int, dict[str, int | None]]:
    """Return by product the approved outlines about it, each with the skill that it certifies."""
    query = (
        select(Outline.product_id, Outline.code, Outline.skill_id)
        .join(Document, Document.id == Outline.document_id)
        .where(
            Outline.company_id == work.company.id,
            Outline.product_id.in_([one.key for one in found]),
            Document.state == "approved",
        )
        .order_by(Outline.code)
    )
    outlines: dict[int, dict[str, int | None]] = {}
    for product, code, skill in work.session.execute(query):
        outlines.setdefault(product or 0, {})[code] = skill
    return outlines


def _taught(work: Work, found: Sequence[_New]) -> dict[tuple[int, str], set[int]]:
    """Return by product and outline who was at a session about it or taught one; before the first sale counts as well."""
    query = (
        select(Outline.product_id, Outline.code, Session.trainer_id, Enrolment.person_id)
        .join_from(Session, Outline, Outline.document_id == Session.outline_id)
        .join(Document, Document.id == Session.document_id)
        .join(Enrolment, Enrolment.document_id == Session.document_id)
        .where(
            Session.company_id == work.company.id,
            Outline.product_id.in_([one.key for one in found]),
            Document.state.in_(HELD),
            Enrolment.attendance == "present",
        )
    )
    taught: dict[tuple[int, str], set[int]] = {}
    for product, code, trainer, person in work.session.execute(query):
        taught.setdefault((product or 0, code), set()).update((trainer, person))
    return taught


def _asked(lines: Sequence[RequiredSkill], person: Person) -> bool:
    roles = person.party.roles if person.party is not None else []
    return any(asks(line, person.jobs, roles) for line in lines)


def _is_ours(person: Person) -> bool:
    return person.party is None or "staff" in person.party.roles


def _group(one: _New, outline: str, crew: Sequence[Person], known: set[int]) -> Iterator[grouping.Need]:
    heads = sum(person.id not in known for person in crew)
    if heads:
        said = grouping.said(_GROUP, product=one.called, day=one.first, heads=heads)
        yield grouping.Need(cause="new_product", subject=outline, reason=said, heads=heads)


def _each(one: _New, outline: str, crew: Sequence[Person], known: set[int]) -> Iterator[grouping.Need]:
    for person in crew:
        if person.id not in known:
            said = grouping.said(_UNTAUGHT, product=one.called, day=one.first, person=person.name)
            yield grouping.of_person("new_product", person, outline, said)
