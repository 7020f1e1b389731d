"""Quotes through the one door, on both databases: written agreement, oral refusal, validity, new versions."""

from __future__ import annotations

import pytest
from charging_desk import Desk, refused

from sanbao.errors import Forbidden, Invalid
from sanbao.testing import fixed_clock
from sanbao.worker import run_once

LABOUR = {"text": "维修工时", "price": "340.00", "tax": "VAT0"}


def test_a_quote_stands_for_thirty_calendar_days_from_the_day_it_is_sent(desk: Desk) -> None:
    quote = desk.quote(LABOUR)

    desk.do("quote.send", subject=quote, at="2024-06-05")

    fields = desk.ask("document.show", {"document": quote})["fields"]
    assert (fields["sent_on"], fields["valid_until"]) == ("2024-06-05", "2024-07-05")


def test_a_quote_sums_its_lines(desk: Desk) -> None:
    quote = desk.quote({"text": "工时", "price": "300.00"}, {"text": "主板", "price": "420.00"})

    fields = desk.ask("document.show", {"document": quote})["fields"]

    assert (fields["net"], fields["tax"], fields["gross"]) == ("720.00", "93.60", "813.60")


def test_every_missing_price_and_rate_is_named_at_once(desk: Desk) -> None:
    lines = [{"item": "LABOUR"}, {"text": "主板", "price": "10.00", "tax": "VAT99"}]

    error = refused(desk, "input.invalid", "quote.draft", {"case": desk.case, "lines": lines})

    assert set(error.fields) == {"lines.0.price", "lines.1.tax"}
    assert "VAT13" in error.fields["lines.1.tax"][0]


def test_a_line_of_nothing_is_refused(desk: Desk) -> None:
    error = refused(desk, "input.invalid", "quote.draft", {"case": desk.case, "lines": [{"quantity": "2"}]})

    assert "lines.0.text" in error.fields


def test_agreement_needs_a_signed_paper_and_the_words(desk: Desk) -> None:
    quote = desk.sent(LABOUR)

    refused(desk, "charging.no_signature", "quote.agree", {"text": "同意维修"}, subject=quote)
    desk.sign(quote)
    refused(
        desk, "charging.no_agreement_text", "quote.agree", {"text": "ok", "channel": "email"}, subject=quote
    )
    desk.do("quote.agree", {"text": "同意维修"}, subject=quote)

    shown = desk.ask("document.show", {"document": quote})
    assert shown["fields"]["agreement_text"] == "同意维修"
    assert shown["fields"]["answered_on"] == "2024-06-03"


def test_the_words_of_agreement_are_the_companys_own(desk: Desk) -> None:
    desk.do("setting.change", {"name": "agreement_phrases", "value": "确认维修"}, by="admin")
    quote = desk.sent(LABOUR)
    desk.sign(quote)

    refused(desk, "charging.no_agreement_text", "quote.agree", {"text": "同意维修"}, subject=quote)
    desk.do("quote.agree", {"text": "确认维修"}, subject=quote)


def test_an_agreement_after_the_last_day_is_refused(desk: Desk) -> None:
    quote = desk.sent(LABOUR)
    desk.sign(quote)

    refused(
        desk, "charging.quote_lapsed", "quote.agree", {"text": "同意维修"}, subject=quote, at="2024-07-04"
    )
    desk.do("quote.agree", {"text": "同意维修"}, subject=quote, at="2024-07-03")


def test_a_refusal_by_telephone_is_enough(desk: Desk) -> None:
    quote = desk.sent(LABOUR)

    desk.do("quote.refuse", {"channel": "phone", "note": "返回", "handler": "qian.li"}, subject=quote)

    fields = desk.ask("document.show", {"document": quote})["fields"]
    assert (fields["channel"], fields["answer_note"]) == ("phone", "返回")
    refused(desk, "charging.not_agreed", "charge.issue", {"quote": quote})


def test_an_agreed_quote_is_not_changed_but_made_anew(desk: Desk) -> None:
    quote = desk.agreed(LABOUR)

    refused(desk, "charging.quote_fixed", "quote.change", {"lines": [LABOUR]}, subject=quote)
    newer = desk.new(
        "quote.revise", {"reason": "还要换泵", "lines": [{**LABOUR, "price": "520.00"}]}, subject=quote
    )

    assert desk.ask("document.show", {"document": newer})["fields"]["revision"] == 2
    refused(desk, "charging.not_agreed", "charge.issue", {"quote": quote})
    refused(desk, "charging.not_agreed", "charge.issue", {"quote": newer})


def test_a_new_version_may_only_renew_the_validity(desk: Desk) -> None:
    quote = desk.sent({"text": "工时", "price": "300.00", "tax": "VAT6"})
    desk.do("quote.expire", subject=quote, at="2024-07-04")

    newer = desk.new("quote.revise", {"reason": "客户再次询问"}, subject=quote, at="2024-07-10")

    fields = desk.ask("document.show", {"document": newer})["fields"]
    assert (fields["net"], fields["tax"], fields["gross"]) == ("300.00", "18.00", "318.00")


def test_a_charged_quote_is_not_made_anew(desk: Desk) -> None:
    quote = desk.agreed(LABOUR)
    desk.do("charge.issue", {"quote": quote})

    refused(
        desk, "charging.charged_already", "quote.revise", {"reason": "改价", "lines": [LABOUR]}, subject=quote
    )


def test_a_draft_is_changed_line_by_line(desk: Desk) -> None:
    quote = desk.quote(LABOUR)

    desk.do("quote.change", {"lines": [{**LABOUR, "price": "100.00"}, LABOUR]}, subject=quote)

    assert desk.ask("document.show", {"document": quote})["fields"]["gross"] == "440.00"


def test_the_worker_reminds_and_lets_expire(desk: Desk) -> None:
    quote = desk.sent(LABOUR)

    _let_the_worker_run(desk, "2024-06-27")
    assert desk.ask("document.show", {"document": quote})["fields"]["reminded_on"] is None
    _let_the_worker_run(desk, "2024-06-28")
    assert desk.ask("document.show", {"document": quote})["fields"]["reminded_on"] == "2024-06-28"
    _let_the_worker_run(desk, "2024-07-03")
    refused(desk, "charging.not_yet_lapsed", "quote.expire", subject=quote, at="2024-07-03")
    _let_the_worker_run(desk, "2024-07-04")

    happened = [line["operation"] for line in desk.ask("document.timeline", {"document": quote})]
    assert happened.count("quote.remind") == 1
    assert happened[-1] == "quote.expire"


def _let_the_worker_run(desk: Desk, day: str) -> None:
    desk.erp.clock = fixed_clock(f"{day}T12:00:00+08:00")
    assert run_once(desk.erp).faults == []


def test_who_repairs_does_not_quote(desk: Desk) -> None:
    with pytest.raises(Forbidden):
        desk.do("quote.draft", {"case": desk.case, "lines": [LABOUR]}, by="qian.li")


def test_a_day_that_has_not_come_is_refused(desk: Desk) -> None:
    quote = desk.quote(LABOUR)

    with pytest.raises(Invalid):
        desk.do("quote.send", {"sent_on": "2024-06-04"}, subject=quote)


def test_a_quote_to_nobody_is_refused(desk: Desk) -> None:
    refused(desk, "charging.no_party", "quote.draft", {"lines": [LABOUR]})


def test_a_voided_draft_is_gone(desk: Desk) -> None:
    quote = desk.quote(LABOUR)

    desk.do("document.void", {"reason": "客户不需要"}, subject=quote)

    refused(desk, "document.wrong_state", "quote.send", subject=quote)


def test_nobody_answers_before_the_quote_went_out(desk: Desk) -> None:
    quote = desk.sent({"text": "维修工时", "price": "300.00"})
    desk.sign(quote)

    for operation, words in (("quote.agree", {"text": "同意维修"}), ("quote.refuse", {})):
        error = refused(
            desk, "input.invalid", operation, {**words, "answered_on": "2024-06-02"}, subject=quote
        )
        assert set(error.fields) == {"answered_on"}


def test_a_word_on_the_telephone_is_no_agreement(desk: Desk) -> None:
    quote = desk.sent({"text": "维修工时", "price": "300.00"})
    desk.sign(quote)

    for channel in ("phone", "oral"):
        said = {"text": "同意维修", "channel": channel}
        error = refused(desk, "input.invalid", "quote.agree", said, subject=quote)
        assert set(error.fields) == {"channel"}
