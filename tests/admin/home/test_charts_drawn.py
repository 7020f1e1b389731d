"""Charts: scales are round, labels have room, every value is said, nothing that is typed breaks out."""

from __future__ import annotations

import re
from decimal import Decimal
from html.parser import HTMLParser

import pytest

from sanbao_admin.charts import Chart, Series, draw
from sanbao_admin.charts.axis import scale_for

MONTHS = [f"2024-{month:02}" for month in range(1, 13)]
KINDS = ("column", "stacked", "bar", "line", "pie", "heat")


class _Balance(HTMLParser):
    """Looks whether every element that opens is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self.wrong += not self.open or self.open.pop() != tag


def numbers(*values: int) -> list[Decimal]:
    return [Decimal(value) for value in values]


def drawn(kind: str, labels: list[str], *rows: list[Decimal]) -> str:
    series = [Series(f"row {place}", row) for place, row in enumerate(rows)]
    return str(draw(Chart(kind, "Title", labels, series)))  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_whole_and_holds_its_values_as_text(kind: str) -> None:
    html = drawn(kind, MONTHS, numbers(*range(1, 13)), numbers(*range(12)))

    balance = _Balance()
    balance.feed(html)
    assert (balance.wrong, balance.open) == (0, [])
    assert ">11<" in html or ">12<" in html or "11 ·" in html
    assert "style=" not in html


@pytest.mark.parametrize(
    ("values", "ticks"),
    [
        ((3, 870), ["0", "250", "500", "750", "1000"]),
        ((0, 0), ["0", "1"]),
        ((-40, 60), ["-50", "-25", "0", "25", "50", "75"]),
        ((1_234_567, 0), ["0", "500000", "1000000", "1500000"]),
    ],
)
def test_a_scale_has_round_steps_and_holds_everything(values: tuple[int, int], ticks: list[str]) -> None:
    scale = scale_for(numbers(*values), is_whole=True)

    assert [f"{tick:f}" for tick in scale.ticks] == ticks
    assert scale.low <= min(values)
    assert scale.high >= max(values)


def test_counts_have_no_half_steps() -> None:
    assert [str(tick) for tick in scale_for(numbers(0, 2), is_whole=True).ticks] == ["0", "1", "2"]


def test_twelve_months_are_months_with_the_year_once_and_every_other_gives_way() -> None:
    html = drawn("column", MONTHS, numbers(*range(1, 13)))

    labels = re.findall(r'class="(label[^"]*)">([^<]+)<', html)
    assert [text for way, text in labels if way == "label year"] == ["2024"]
    assert [text for way, text in labels if way == "label minor"] == ["02", "04", "06", "08", "10", "12"]


@pytest.mark.parametrize(
    ("months", "years"),
    [
        (["2025-12", "2026-01", "2026-02"], ["2026"]),
        (["2025-11", "2025-12", "2026-01"], ["2026"]),
        (["2025-10", "2025-11", "2025-12", "2026-01"], ["2025", "2026"]),
        (["2025-03", "2025-04"], ["2025"]),
    ],
)
def test_two_years_are_never_written_one_over_the_other(months: list[str], years: list[str]) -> None:
    html = drawn("column", months, numbers(*range(len(months))))

    assert re.findall(r'class="label year"[^>]*>(\d+)<', html) == years


def test_long_names_are_drawn_as_bars_that_lie() -> None:
    html = drawn("column", ["电控单元故障返修费用", "现场服务与差旅", "外协加工"], numbers(3, 2, 1))

    assert 'class="plot lying"' in html
    assert "电控单元故障返修费用" in html


def test_a_ring_has_no_negative_part_and_joins_the_smallest() -> None:
    negative = drawn("pie", ["a", "b"], numbers(3, -1))
    many = drawn("pie", [f"part {place}" for place in range(12)], numbers(*range(1, 13)))

    assert 'class="plot lying"' in negative
    assert many.count("<circle") == 7
    assert "Everything else" in many


def test_a_value_leads_to_what_it_is_made_of() -> None:
    chart = Chart("column", "Title", ["a"], [Series("", numbers(2), ["/papers/claim?state=open"])])

    assert 'href="/papers/claim?state=open"' in str(draw(chart))


def test_nothing_to_draw_is_a_sentence() -> None:
    html = drawn("line", MONTHS, numbers(*[0] * 12))

    assert "<svg" not in html
    assert "There is nothing to show yet." in html


@pytest.mark.parametrize("kind", KINDS)
def test_what_people_typed_cannot_leave_its_place(kind: str) -> None:
    hostile = '"><script>alert(1)</script>'

    html = str(
        draw(Chart(kind, hostile, [hostile, "b"], [Series(hostile, numbers(1, 2), [hostile])], hostile))
    )  # type: ignore[arg-type]

    assert "<script" not in html
    assert html.count("&lt;script&gt;") >= 3
