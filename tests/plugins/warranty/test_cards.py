"""Warranty cards and what customers keep: codes that notice every slip, papers that say what was promised."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from warranty_shop import open_claim

import sanbao
from sanbao.errors import Refused
from sanbao.printing import papers
from sanbao.verification import ALPHABET, LENGTH, new_code, read_code, shown_code
from sanbao_warranty.models import Card

CODES = st.integers(min_value=0).map(lambda seed: new_code(random.Random(seed).choice))


def issued(shop: sanbao.Sanbao, **given: str) -> str:
    """Return the code of a card that was just issued for the pump."""
    shop.do("card.issue", given, subject="HA-00012345", user="li.na")
    with shop.reading("admin") as work:
        code = work.session.scalars(select(Card.code).order_by(Card.document_id.desc())).first()
    assert code is not None
    return code


@given(CODES)
def test_a_code_reads_back_however_it_is_typed(code: str) -> None:
    assert read_code(shown_code(code).lower()) == code
    assert read_code(f" {code[:3]} {code[3:]} ") == code


@given(CODES, st.integers(0, LENGTH - 1), st.sampled_from(ALPHABET))
def test_every_wrong_character_is_noticed(code: str, place: int, wrong: str) -> None:
    typed = code[:place] + wrong + code[place + 1 :]

    assert (read_code(typed) is None) == (typed != code)


@given(CODES, st.integers(0, LENGTH - 1), st.integers(0, LENGTH - 1))
def test_every_swap_of_two_characters_is_noticed(code: str, one: int, other: int) -> None:
    typed = list(code)
    typed[one], typed[other] = typed[other], typed[one]

    assert (read_code("".join(typed)) is None) == ("".join(typed) != code)


@pytest.mark.parametrize("typed", ["", "123", "12345-678901", "保修卡", "AAAAA-AAAA*"])
def test_what_is_no_code_is_none(typed: str) -> None:
    assert read_code(typed) is None


def test_a_genuine_card_tells_what_it_certifies_and_nothing_of_the_customer(shop: sanbao.Sanbao) -> None:
    code = issued(shop)

    told = shop.ask("card.verify", {"code": shown_code(code)}, user="li.na")

    assert (told["status"], told["unit"]) == ("genuine", "HA-00012345")
    ends = {(row["promise"], row["part"]): row["until"] for row in told["promises"]}
    assert ends[("WP-000-3Y5Y", None)] == "2026-05-10"
    assert ends[("WP-000-3Y5Y", "PLC")] == "2028-05-10"
    assert "滨江医院" not in str(told)


def test_a_scanned_address_is_verified_too(shop: sanbao.Sanbao) -> None:
    code = issued(shop)

    told = shop.ask("card.verify", {"code": f"https://card.example/{shown_code(code)}/"}, user="li.na")

    assert told["status"] == "genuine"


def test_a_new_card_ends_the_old_one(shop: sanbao.Sanbao) -> None:
    old = issued(shop)
    new = issued(shop, because="遗失")

    answers = [shop.ask("card.verify", {"code": code}, user="li.na") for code in (old, new)]

    assert [answer["status"] for answer in answers] == ["revoked", "genuine"]
    assert answers[0]["because"] == "遗失"


def test_an_exchanged_unit_loses_its_card(shop: sanbao.Sanbao) -> None:
    code = issued(shop)

    shop.do(
        "unit.replace",
        {"serial": "HA-00099999", "replaced_on": "2031-06-01"},
        subject="HA-00012345",
        user="admin",
    )

    assert shop.ask("card.verify", {"code": code}, user="li.na")["status"] == "revoked"


def test_an_exchanged_unit_gets_no_card_any_more(shop: sanbao.Sanbao) -> None:
    shop.do(
        "unit.replace",
        {"serial": "HA-00099999", "replaced_on": "2031-06-01"},
        subject="HA-00012345",
        user="admin",
    )

    with pytest.raises(Refused) as refused:
        issued(shop)

    assert refused.value.code == "claim.unit_replaced"


def test_a_code_with_a_slip_is_refused_with_a_sentence(shop: sanbao.Sanbao) -> None:
    code = issued(shop)
    wrong = ("1" if code[0] != "1" else "2") + code[1:]

    with pytest.raises(Refused) as refused:
        shop.ask("card.verify", {"code": wrong}, user="li.na")

    assert refused.value.code == "card.mistyped"


def test_a_card_is_a_paper_with_its_code_in_both_languages(shop: sanbao.Sanbao) -> None:
    code = issued(shop)
    with shop.reading("li.na") as work:
        number = work.session.scalars(select(Card)).one().document.number
        assert number is not None
        html = papers.html_of(work, number, languages=("zh_Hans_CN", "en"))

    assert shown_code(code) in html
    assert "保修卡" in html
    assert "Warranty card" in html
    assert "2026-05-10" in html


def test_the_record_of_a_repair_names_the_new_term_of_a_part(shop: sanbao.Sanbao) -> None:
    claim = open_claim(shop, parts=["PLC"])
    shop.do("claim.replace_part", {"part": "PLC", "replaced_on": "2024-06-05"}, subject=claim, user="li.na")
    shop.do("claim.finish_repair", {"repaired_on": "2024-06-05"}, subject=claim, user="li.na")
    with shop.reading("li.na") as work:
        html = papers.html_of(work, claim, form="repair_record")

    # W-07: five years from the exchange; N-07: thirty days after the repair.
    assert "2029-06-05" in html
    assert "2024-07-05" in html


def test_everything_of_a_unit_is_one_file(shop: sanbao.Sanbao) -> None:
    issued(shop)
    claim = open_claim(shop)
    shop.do("claim.finish_repair", {"repaired_on": "2024-06-05"}, subject=claim, user="li.na")
    with shop.reading("li.na") as work:
        html = papers.html_of(work, "HA-00012345", form="bundle")
        again = papers.html_of(work, "HA-00012345", form="bundle")

    titles = ["保修卡", "保修判定书", "维修记录", "服务档案"]
    places = [html.index(f'<a href="#sheet-{number}">') for number in range(1, 5)]
    assert places == sorted(places)
    assert html.count('class="bundle-sheet"') == len(titles)
    assert again == html
