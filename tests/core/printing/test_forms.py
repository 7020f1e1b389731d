"""Forms as HTML: languages, escaping, the sandbox, and what is missing."""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from printing_sample import SHEET, values

from sanbao.printing import BOTH, EN, ZH, Form, render_html
from sanbao.printing.errors import FormFaulty
from sanbao.printing.filters import moment, money, qr


def form_of(source: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Form:
    """Write a one-form package of its own and return its form."""
    name = f"forms_{folder.name.replace('-', '_')}"
    (folder / name / "forms").mkdir(parents=True)
    (folder / name / "__init__.py").write_text("")
    (folder / name / "forms" / "one.html").write_text(source)
    monkeypatch.syspath_prepend(str(folder))
    return Form("one", "One", "one.html", name)


@pytest.mark.usefixtures("chinese")
def test_a_form_for_two_languages_says_each_label_in_both() -> None:
    html = render_html(SHEET, values(), BOTH)

    assert '<html lang="zh-CN">' in html
    assert '<span lang="zh-CN">费用</span> <span lang="en">Costs</span>' in html
    assert "贰仟零伍拾元零伍分" in html
    assert "CNY two thousand fifty and 05/100" in html


@pytest.mark.usefixtures("chinese")
def test_a_chinese_form_has_chinese_labels_days_and_capitals_only() -> None:
    html = render_html(SHEET, values(), ZH)

    assert "2024年2月29日" in html
    assert "贰仟零伍拾元零伍分" in html
    assert "Costs" not in html
    assert "two thousand" not in html


@pytest.mark.usefixtures("chinese")
def test_an_english_form_has_english_labels_and_days() -> None:
    html = render_html(SHEET, values(), EN)

    assert '<html lang="en">' in html
    assert "29 February 2024" in html
    assert "费用" not in html


def test_a_moment_is_shown_in_the_clock_of_its_place() -> None:
    assert "2024-06-02 23:50 UTC+08:00" in render_html(SHEET, values(), EN)


def test_what_people_typed_never_becomes_markup() -> None:
    nasty = '<script>alert(1)</script><img src="file:///etc/passwd">"\'</style>'
    company = {"name": nasty}

    html = render_html(SHEET, values(customer=nasty, company=company, document={"number": nasty}), BOTH)

    assert "<script" not in html
    assert "<img src=\"file:" not in html
    assert html.count("</style>") == 1


def test_a_value_that_the_document_does_not_bring_is_named() -> None:
    given = values()
    del given["customer"]

    with pytest.raises(FormFaulty, match="'customer' is undefined"):
        render_html(SHEET, given, ZH)


def test_a_form_without_its_template_is_named() -> None:
    with pytest.raises(FormFaulty, match="sample/gone.html"):
        render_html(Form("sample.gone", "Gone", "sample/gone.html", "sample_forms"), values())


@pytest.mark.parametrize(
    "source",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ rows.__class__ }}",
        "{{ form.__init__.__globals__ }}",
        "{{ rows.append(1) }}",
        "{% for n in range(10000000) %}x{% endfor %}",
        "{{ T.__globals__ }}",
        "{% include '../../secret.txt' %}",
        "{% include '/etc/passwd' %}",
        "{{ broken",
    ],
)
def test_a_template_cannot_leave_its_sandbox(source: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    form = form_of(source, tmp_path, monkeypatch)

    with pytest.raises(FormFaulty):
        render_html(form, values())


@pytest.mark.parametrize("languages", [("de",), ("en", "en"), ("zh",)])
def test_an_unknown_language_is_a_mistake_of_the_caller(languages: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="languages must be"):
        render_html(SHEET, values(), languages)


def test_paper_never_rounds_money() -> None:
    with pytest.raises(ValueError, match="finer"):
        money(Decimal("1.005"))


@pytest.mark.parametrize(
    ("amount", "code", "shown"),
    [("1234567.8", "CNY", "1,234,567.80"), ("-0.5", "CNY", "-0.50"), ("1500", "JPY", "1,500")],
)
def test_money_has_the_digits_of_its_currency(amount: str, code: str, shown: str) -> None:
    assert money(Decimal(amount), code) == shown


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        moment(datetime(2024, 6, 2, 15, 50), "Asia/Shanghai")  # noqa: DTZ001


def test_a_qr_code_is_a_drawing_and_the_same_each_time() -> None:
    assert re.match(r"data:image/svg\+xml", qr("CLM-1"))
    assert qr("CLM-1") == qr("CLM-1") != qr("CLM-2")
