"""F2 through the page: whatever is uploaded, the answer is one sentence, and the next file is taken; the tables' tests time it."""

from __future__ import annotations

import pytest
from bringing import Bringer

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])


def test_every_hostile_file_is_refused_with_one_sentence_and_the_office_keeps_answering(
    bringer: Bringer,
) -> None:
    from hostile import HOSTILE

    wrong = []
    for what, name, make, _code in HOSTILE:
        content = make()
        answer = bringer.upload("party", content, name)
        expected = 413 if len(content) > 16 * 1024 * 1024 else 422
        if answer.status_code != expected or "Traceback" in answer.get_data(as_text=True):
            wrong.append((what, answer.status_code))

    assert len(HOSTILE) >= 25
    assert wrong == []
    job = bringer.job("party", "编码,名称\nC1,滨江医院\n")
    bringer.choose(job)
    assert bringer.state(job) == "good"


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd.csv",
        "a\x00b.csv",
        "<script>alert(1)</script>.csv",
        "名" * 300 + ".csv",
        "; rm -rf ~.csv",
    ],
)
def test_a_hostile_name_is_only_a_name(bringer: Bringer, name: str) -> None:
    job = bringer.job("party", "编码,名称\nC1,滨江医院\n", name)

    shown = bringer.client.get(f"{job}/columns").get_data(as_text=True)

    assert "<script>alert" not in shown


def test_formulas_links_and_markup_in_cells_are_shown_as_text(bringer: Bringer) -> None:
    job = bringer.job("party", '编码,名称\n"<img src=x onerror=alert(1)>","=HYPERLINK(""http://x"")"\n')

    bringer.choose(job)
    shown = bringer.client.get(job).get_data(as_text=True) + bringer.client.get(f"{job}/columns").get_data(
        as_text=True
    )

    assert "<img src=x" not in shown
