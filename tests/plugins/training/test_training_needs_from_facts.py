"""What is needed because of new products and upheld complaints is read for all of them at once."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import event
from training_shop import School, furnish, school_in

import sanbao
from sanbao.costing.models import CostShareRecord
from sanbao.decision import Text, to_json
from sanbao_training.operations.needs import gathered
from sanbao_training.rules.grouping import Need
from sanbao_training.rules.matrix import asks, asks_party


@pytest.fixture
def school(make_company: Callable[..., sanbao.Sanbao]) -> School:
    """A company with training and claims; installation needs a skill of everybody."""
    return school_in(make_company, "warranty", prepare=require_a_skill)


def require_a_skill(erp: sanbao.Sanbao) -> None:
    """Let installation need a skill."""
    furnish(erp)
    rule = {"kind_of_work": "installation", "skills": "INST", "valid_from": "2024-01-01"}
    School(erp).do("training_matrix.require", **rule)


def new_product(school: School, code: str, **more: Any) -> None:
    """Bring a product to market, with an outline for our own people."""
    school.do("product.create", code=code, name=code, **more)
    school.do("unit.register", serial=f"{code}-1", product=code, sold_on="2024-02-01")
    outline = school.do(
        "training_outline.draft",
        by="chen.lei",
        code=f"USE-{code}",
        name=code,
        product=code,
        topics=[{"text": code}],
    ).number
    school.do("training_outline.approve", outline)


def blamed(school: School, installer: str, claims: int, *, state: str = "settled") -> list[str]:
    """Open claims whose cost an installer bears; return their numbers."""
    numbers = []
    school.do("party.create", code=installer, name=installer, roles="installer")
    school.do(
        "training_person.create", code=f"P-{installer}", name=installer, party=installer, jobs="installation"
    )
    school.do("product.create", code=f"G-{installer}", name="终端")
    for number in range(claims):
        serial = f"{installer}-{number}"
        school.do("unit.register", serial=serial, product=f"G-{installer}", customer="C001")
        claim = str(school.do("claim.open", unit=serial, fault="无信号").number)
        numbers.append(claim)
        with school.erp.work("admin") as work:
            work.session.add(share(work, claim, installer, state))
    return numbers


def share(work: Any, claim: Any, installer: str, state: str) -> CostShareRecord:
    """Return who bears a claim."""
    return CostShareRecord(
        company_id=work.company.id,
        document_id=work.find("document", claim).id,
        round=1,
        position=1,
        bearer="installer",
        party_id=work.find("party", installer).id,
        reason=to_json(Text("x")),
        rule="INS-13",
        state=state,
        proposed_by_id=work.user.id,
    )


def needed(school: School, cause: str) -> tuple[list[Need], int]:
    """Return the needs of a cause, and how many statements all needs took."""
    with school.erp.reading("admin") as work:
        asked: list[str] = []
        event.listen(work.connection, "before_cursor_execute", lambda *given: asked.append(given[2]))
        found = gathered(work, work.today.year)
    return [need for need in found if need.cause == cause], len(asked)


def test_fifty_new_products_are_read_as_five_are(school: School) -> None:
    school.do("training_person.create", code="E1", name="赵工", jobs="service")
    for number in range(5):
        new_product(school, f"N{number:02}")
    few, for_few = needed(school, "new_product")
    for number in range(5, 50):
        new_product(school, f"N{number:02}")

    many, for_many = needed(school, "new_product")

    assert (len(few), len(many)) == (5, 50)
    assert for_many == for_few


def test_complaints_about_fifty_installers_are_read_as_about_five(school: School) -> None:
    for number in range(5):
        blamed(school, f"A{number:02}", 2)
    few, for_few = needed(school, "complaint")
    for number in range(5, 50):
        blamed(school, f"A{number:02}", 2)

    many, for_many = needed(school, "complaint")

    assert (len(few), len(many)) == (5, 50)
    assert {(need.subject, need.heads) for need in many} == {("INST", 1)}
    assert for_many == for_few


def test_a_share_that_is_only_proposed_or_taken_back_upholds_nothing(school: School) -> None:
    blamed(school, "A01", 3, state="proposed")
    blamed(school, "A02", 3, state="taken_back")

    assert needed(school, "complaint")[0] == []


def test_one_upheld_complaint_is_too_few(school: School) -> None:
    blamed(school, "A01", 1)

    assert needed(school, "complaint")[0] == []


def test_a_repair_of_what_was_claimed_is_no_second_complaint(school: School) -> None:
    first, second = blamed(school, "A01", 2)
    school.do("document.link", second, target=first, kind="repairs")

    assert needed(school, "complaint")[0] == []


def test_what_came_of_a_need_reported_by_hand_is_not_counted_again(school: School) -> None:
    first, second, third = blamed(school, "A01", 3)
    school.do("document.link", second, target=first, kind="originates")
    reported = {
        "cause": "complaint",
        "outline": "INST",
        "party": "A01",
        "source": first,
        "finding": "天线未固定",
    }
    school.do("training_need.report", **reported)

    (need,) = needed(school, "complaint")[0]

    assert need.source == first
    assert third not in str(need.reason)


def test_a_party_whose_work_no_outline_teaches_is_told_of_without_one(school: School) -> None:
    school.do("training_matrix.end", kind_of_work="installation", skill="INST", valid_until="2024-01-02")
    blamed(school, "A01", 2)

    (need,) = needed(school, "complaint")[0]

    assert need.subject == "–"


def test_a_product_that_needs_no_service_file_is_not_proposed(school: School) -> None:
    school.do("training_person.create", code="E1", name="赵工", jobs="service")
    new_product(school, "N01")
    new_product(school, "N02", file_policy="none")
    new_product(school, "N03", service_class="2")

    assert [need.subject for need in needed(school, "new_product")[0]] == ["USE-N01"]


def test_a_withdrawn_outline_is_none(school: School) -> None:
    new_product(school, "N01")
    with school.erp.reading("admin") as work:
        number = work.find("training_outline", "TO2024-0002").document.number
    school.do("training_outline.withdraw", number, reason="改版")

    (need,) = needed(school, "new_product")[0]

    assert (need.subject, need.heads) == ("N01", 1)


@pytest.mark.parametrize(
    ("jobs", "roles", "person", "party"),
    [
        (["installation"], ["installer"], True, True),
        (["installation"], ["supplier"], False, False),
        (["driving"], ["installer"], False, False),
        ([], ["installer"], False, True),
        ([], [], False, False),
    ],
)
def test_a_line_of_the_matrix_concerns_by_job_and_role(
    jobs: list[str], roles: list[str], person: bool, party: bool
) -> None:
    line: Any = SimpleNamespace(kind_of_work="installation", party_role="installer")

    assert asks(line, jobs, roles) is person
    assert asks_party(line, jobs, roles) is party
