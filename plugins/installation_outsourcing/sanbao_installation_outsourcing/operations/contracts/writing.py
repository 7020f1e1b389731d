"""A contract is written, changed while nobody has signed it, and amended afterwards (INS-01, INS-17)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sanbao.documents.operations import new_document
from sanbao.i18n import N_
from sanbao.operation import operation
from sanbao.profiles.operations import content_hash
from sanbao.registry.models import Party
from sanbao_installation_outsourcing.agreed import (
    add_version,
    in_force,
    is_settled,
    is_unsigned,
    newest,
    terms_of,
    written,
)
from sanbao_installation_outsourcing.errors.contracts import (
    AmendmentOpen,
    NothingChanged,
    OtherParty,
    SignedIsFixed,
)
from sanbao_installation_outsourcing.models import Contract, ContractVersion
from sanbao_installation_outsourcing.operations.contracts.lots import refuse_lost_lots, show_head
from sanbao_installation_outsourcing.providers import find_kind, provider_on
from sanbao_installation_outsourcing.rules.providers import STATEMENT
from sanbao_installation_outsourcing.schemas.contracts import AmendInput, DraftInput, TermsInput

if TYPE_CHECKING:
    from sanbao.work import Work

WRITERS = ("implementation_manager", "project_manager", "purchasing", "service_head", "general_manager")
#: Whom a contract may be made with, by our own side.
_PARTNERS = {"a": ("installer", "supplier"), "b": ("customer",)}


@operation("installer_contract.draft", title=N_("Write a contract"), schema=DraftInput, roles=WRITERS)
def draft(work: Work, *, party: Party, our_side: str, title: str, **given: Any) -> Contract:
    """Write a contract with lots and clauses as data; its text and its sums come from them (INS-01…20)."""
    if not set(_PARTNERS[our_side]) & set(party.roles):
        raise OtherParty(party=party.code, role=_PARTNERS[our_side][0])
    terms = written(work, given)
    head = new_document(work, "installer_contract", title=title or party.name, party_id=party.id)
    contract = Contract(document=head, company_id=work.company.id, our_side=our_side, party=party, version=0)
    _settle_as(work, contract)
    show_head(work, contract, terms)
    work.session.add(contract)
    work.session.flush()
    _new_version(work, contract, 1, "", terms)
    return contract


@operation(
    "installer_contract.change",
    title=N_("Change the draft"),
    on=Contract,
    schema=TermsInput,
    roles=WRITERS,
    offered=is_unsigned,
)
def change(work: Work, contract: Contract, **given: Any) -> Contract:
    """Change what nobody has signed yet: the whole of the first draft, or of an amendment."""
    version = newest(work, contract)
    if not is_unsigned(work, contract):
        raise SignedIsFixed(version=version.version, contract=contract.document.number)
    version.terms = written(work, given)
    version.content_hash = content_hash(version.terms)
    version.written_at, version.written_by_id = work.now, work.user.id
    refuse_lost_lots(work, contract, terms_of(version.terms))
    if contract.version == 0:
        show_head(work, contract, version.terms)
    return contract


@operation(
    "installer_contract.amend",
    title=N_("Write an amendment"),
    on=Contract,
    moves={"in_force": ()},
    schema=AmendInput,
    roles=WRITERS,
    offered=is_settled,
)
def amend(work: Work, contract: Contract, *, reason: str, **given: Any) -> Contract:
    """Write the next version (补充协议); the one in force counts until both sides have signed this one (CAL-09)."""
    last = newest(work, contract)
    if last.effective_on is None:
        raise AmendmentOpen(version=last.version, contract=contract.document.number)
    terms = written(work, given)
    if content_hash(terms) == in_force(work, contract).content_hash:
        raise NothingChanged(version=last.version, contract=contract.document.number)
    refuse_lost_lots(work, contract, terms_of(terms))
    _new_version(work, contract, last.version + 1, reason, terms)
    work.note(contract.document, note=reason)
    return contract


def _settle_as(work: Work, contract: Contract) -> None:
    """Keep how work of this kind of firm is settled: by statement, unless its kind says otherwise (PTY-07)."""
    row = provider_on(work, contract.party.id, work.today) if contract.our_side == "a" else None
    contract.settled_by = find_kind(work, row.kind).settlement if row is not None else STATEMENT
    contract.cost_centre_id = row.cost_centre_id if row is not None else None


def _new_version(work: Work, contract: Contract, number: int, reason: str, terms: dict[str, Any]) -> None:
    version = ContractVersion(
        company_id=work.company.id,
        contract_id=contract.document_id,
        version=number,
        reason=reason,
        terms=terms,
        content_hash=content_hash(terms),
        written_at=work.now,
        written_by_id=work.user.id,
        our_sealed=False,
        their_sealed=False,
    )
    add_version(work, contract, version)
