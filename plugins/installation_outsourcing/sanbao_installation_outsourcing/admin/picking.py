"""What the forms of this plugin look up while somebody types: each person is offered only what is hers (INS-14)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select

from sanbao.documents.models import Document
from sanbao.i18n import _, current_locale
from sanbao.profiles.models import Profile
from sanbao.registry.models import Host, Product, Unit
from sanbao_installation_outsourcing import clauses, providers, scope, service_levels
from sanbao_installation_outsourcing.kinds.jobs import ENDED, JOB_STATES, TRIGGERS
from sanbao_installation_outsourcing.models import (
    ConsentRecord,
    HindranceRecord,
    Job,
    Lot,
    NamedPerson,
    Terminal,
)
from sanbao_installation_outsourcing.operations.contracts import naming
from sanbao_installation_outsourcing.rules.penalties.titles import CASES
from sanbao_installation_outsourcing.rules.penalties.titles import TRIGGERS as CLAUSE_TRIGGERS
from sanbao_installation_outsourcing.rules.service_levels import URGENCIES
from sanbao_installation_outsourcing.rules.team import FUNCTIONS

if TYPE_CHECKING:
    from sanbao.work import Work

#: So many records are offered; whoever wants others types on.
MOST = 12
Found = list[tuple[str, str]]


def _people(work: Work, text: str) -> Found:
    """Find those who are named today by name, post or contract."""
    query = naming.named_on(scope.rows(work, NamedPerson), work.today).add_columns(Document.number)
    query = query.join(Document, Document.id == NamedPerson.contract_id)
    query = _fitting(query, text, NamedPerson.name, NamedPerson.post, Document.number)
    rows = work.session.execute(query.order_by(NamedPerson.id.desc()).limit(MOST))
    return [(str(one.id), _joined(one.name, one.post, number)) for one, number in rows]


def _consents(work: Work, text: str) -> Found:
    """Find consents that nobody withdrew by contract, receiver or purpose."""
    query = (
        scope.rows(work, ConsentRecord)
        .where(ConsentRecord.withdrawn_on.is_(None))
        .add_columns(Document.number)
    )
    query = query.join(Document, Document.id == ConsentRecord.contract_id)
    query = _fitting(query, text, ConsentRecord.recipient, ConsentRecord.purpose, Document.number)
    rows = work.session.execute(query.order_by(ConsentRecord.id.desc()).limit(MOST))
    return [(str(one.id), _joined(one.name, number)) for one, number in rows]


def _hindrances(work: Work, text: str) -> Found:
    """Find lost days that nobody has decided on by contract or by what kept the installer."""
    undecided = HindranceRecord.state.in_(("logged", "counted"))
    query = scope.rows(work, HindranceRecord).where(undecided).add_columns(Document.number)
    query = query.join(Document, Document.id == HindranceRecord.contract_id)
    query = _fitting(query, text, HindranceRecord.what, Document.number)
    rows = work.session.execute(query.order_by(HindranceRecord.id.desc()).limit(MOST))
    return [(str(one.id), _joined(one.name, number)) for one, number in rows]


def _lots(work: Work, text: str) -> Found:
    """Find lots by their code or name, or by the contract's number."""
    query = (
        scope.picked(Lot.code, Lot.name, Document.number)
        .join(Document, Document.id == Lot.contract_id)
        .where(Lot.company_id == work.company.id, Lot.is_dropped.is_(False), Document.closed_at.is_(None))
    )
    query = scope.of(work).narrow(query, Document.party_id, Lot.centre_id)
    query = _fitting(query, text, Lot.code, Lot.name, Document.number)
    rows = work.session.execute(query.order_by(Lot.contract_id.desc(), Lot.code).limit(MOST))
    return [(code, _joined(name, number)) for code, name, number in rows]


def _vehicles(work: Work, text: str) -> Found:
    """Find vehicles on an installer's list by the beginning of plate or VIN."""
    wanted = text.strip().upper()
    if not wanted:
        return []
    query = (
        scope.picked(Host.plate, Host.vin, Host.code, Job.state, Document.number)
        .join(Job, Job.host_id == Host.id)
        .join(Document, Document.id == Job.contract_id)
        .where(Host.company_id == work.company.id, Job.state != "cancelled")
    )
    query = scope.of(work).narrow(query, Job.party_id, Job.centre_id)
    if scope.of(work).party_id is not None:
        query = query.where(Job.state.not_in(ENDED))
    begins = [name.startswith(wanted, autoescape=True) for name in (Host.plate, Host.vin, Host.code)]
    rows = work.session.execute(query.where(or_(*begins)).order_by(Job.id.desc()).limit(MOST))
    return [
        (plate or vin or code, _joined(_(JOB_STATES[state]), number))
        for plate, vin, code, state, number in rows
    ]


def _terminals(work: Work, text: str) -> Found:
    """Find terminals in installers' hands by the beginning of their serial number."""
    query = (
        scope.picked(Unit.serial, Product.name, Document.number)
        .join(Terminal, Terminal.unit_id == Unit.id)
        .join(Product, Product.id == Terminal.product_id)
        .join(Document, Document.id == Terminal.contract_id)
        .where(Terminal.company_id == work.company.id, Terminal.state == "with_installer")
    )
    mine = scope.of(work)
    if mine.party_id is not None:
        query = query.where(Terminal.party_id == mine.party_id)
    if mine.centres is not None:
        here = select(Lot.contract_id).where(Lot.centre_id.in_(mine.centres))
        query = query.where(Terminal.contract_id.in_(here))
    spellings = {text.strip(), text.strip().upper()}
    query = query.where(or_(*(Unit.serial.startswith(one, autoescape=True) for one in sorted(spellings))))
    rows = work.session.execute(query.order_by(Unit.serial).limit(MOST))
    return [(serial, _joined(name, number)) for serial, name, number in rows]


def _policies(kind: str) -> Any:
    """Return what finds policies of a kind by code or name: clauses to take over, service levels, kinds of providers."""

    def found(work: Work, text: str) -> Found:
        query = select(Profile).where(Profile.company_id == work.company.id, Profile.kind == kind)
        query = _fitting(query, text, Profile.code, Profile.name, Profile.name_en)
        is_chinese = current_locale().startswith("zh")
        return [
            (one.code, one.name if is_chinese else one.name_en or one.name)
            for one in work.session.scalars(query.order_by(Profile.code).limit(MOST))
        ]

    return found


def _words(known: dict[str, str]) -> Any:
    """Return what finds a code by itself or by what people call it."""

    def found(_work: Work, text: str) -> Found:
        wanted = text.strip().lower()
        said = [(code, _(words)) for code, words in known.items()]
        return [(code, words) for code, words in said if wanted in f"{code} {words}".lower()]

    return found


def _functions(_work: Work, text: str) -> Found:
    """Find the functions of a team by what people call them."""
    wanted = text.strip().lower()
    said = [(_(words), code) for code, words in FUNCTIONS.items()]
    return [(words, code) for words, code in said if wanted in f"{words} {code}".lower()]


def _fitting(query: Any, text: str, *columns: Any) -> Any:
    """Narrow a query to rows in which a text stands; without a text, to none."""
    wanted = text.strip()
    if not wanted:
        return query
    return query.where(or_(*(one.contains(wanted, autoescape=True) for one in columns)))


def _joined(*words: str | None) -> str:
    return " · ".join(word for word in words if word)


#: Kind of reference → what finds it; the fields say which kind they name.
references = {
    "named_person": _people,
    "installer_consent": _consents,
    "hindrance": _hindrances,
    "installer_lot": _lots,
    "installation_vehicle": _vehicles,
    "installation_terminal": _terminals,
    "installer_clause": _policies(clauses.KIND),
    "provider_kind": _policies(providers.KIND),
    "installer_service_level": _policies(service_levels.KIND),
    "installer_trigger": _words({**CLAUSE_TRIGGERS, **TRIGGERS}),
    "installer_case": _words(CASES),
    "team_function": _functions,
    "problem_urgency": _words(URGENCIES),
}
