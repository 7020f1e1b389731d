"""Both languages complete: the catalogues that are shipped, and the tool that looks after them."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from sanbao import i18n
from sanbao.decision import Text
from sanbao.i18n import _, in_language, translate, use_locale
from sanbao.i18n.messages import CATALOGUE, in_package, in_python, in_template, names_in, read_catalogue

sys.path.insert(0, str(Path(__file__).parents[2]))
import translations  # noqa: E402


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A package that says two sentences and has no catalogue yet."""
    folder = tmp_path / "sanbao_small"
    folder.mkdir()
    (folder / "__init__.py").write_text('A = N_("There is no {what}")\nB = N_("Paid")\n', encoding="utf-8")
    return folder


def wrong(package: Path) -> list[str]:
    return sorted(translations.problems(package, core=package))


@pytest.mark.parametrize("folder", translations.packages(), ids=lambda folder: folder.name)
def test_every_sentence_of_the_shipped_packages_has_its_chinese(folder: Path) -> None:
    assert list(translations.problems(folder)) == []


@pytest.mark.parametrize("folder", translations.packages(), ids=lambda folder: folder.name)
def test_a_shipped_catalogue_is_kept_in_the_form_that_update_writes(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "zh.po"

    translations.write(path, read_catalogue(folder / CATALOGUE))

    assert path.read_text(encoding="utf-8") == (folder / CATALOGUE).read_text(encoding="utf-8")


def test_a_marked_sentence_is_found_wherever_it_stands() -> None:
    code = '''
message = N_("first")
told = Text(N_("second {day}"), {"day": day})
raise Refused(_("third"), why=i18n._("fourth"))
split = N_(
    "fifth, "
    "over two lines"
)
'''

    assert list(in_python(code)) == [
        ("first", 2),
        ("second {day}", 3),
        ("third", 4),
        ("fourth", 4),
        ("fifth, over two lines", 5),
    ]


def test_what_is_not_a_fixed_sentence_is_no_msgid() -> None:
    assert list(in_python('a = N_(title)\nb = _(f"x{y}")\nc = N_()\nd = other("text")\ne = _("")\n')) == []


def test_the_help_of_an_operation_and_of_a_question_is_a_sentence() -> None:
    code = '''
@operation("loan.lend", schema=Lend)
def lend(work):
    """Lend a unit.

    More for programmers.
    """

@question("loan.overdue")
def overdue(work):
    """Return what is late."""

def helper():
    """Not shown to anybody."""
'''

    assert [message for message, _line in in_python(code)] == ["Lend a unit.", "Return what is late."]


def test_a_form_is_read_with_either_kind_of_quotation_marks() -> None:
    form = """<h1>{{ T("Parts") }}</h1>
{{ T( 'No part' ) }} {{ T(form.title) }} {{ T("say \\"yes\\"") }}"""

    assert list(in_template(form)) == [("Parts", 1), ("No part", 2), ('say "yes"', 2)]


def test_a_package_is_read_without_its_migrations(package: Path) -> None:
    (package / "migrations").mkdir()
    (package / "migrations" / "0001.py").write_text('N_("old")', encoding="utf-8")
    (package / "forms").mkdir()
    (package / "forms" / "one.html").write_text('{{ T("Title") }}', encoding="utf-8")

    assert in_package(package) == {
        "There is no {what}": "sanbao_small/__init__.py:1",
        "Paid": "sanbao_small/__init__.py:2",
        "Title": "sanbao_small/forms/one.html:1",
    }


@pytest.mark.parametrize(
    ("message", "names"),
    [("plain", set()), ("{a} and {b}", {"a", "b"}), ('{unit: "0012"}', {"unit"}), ("a { open", {"{"})],
)
def test_the_names_in_braces_are_read(message: str, names: set[str]) -> None:
    assert names_in(message) == names


def test_a_missing_sentence_is_named_with_its_place(package: Path) -> None:
    translations.write(package / CATALOGUE, {"Paid": "已付"})

    assert wrong(package) == ["sanbao_small/__init__.py:1: no Chinese for “There is no {what}”"]


def test_update_adds_what_is_missing_and_drops_what_nobody_says(package: Path) -> None:
    translations.write(package / CATALOGUE, {"Paid": "已付", "Gone": "已删"})

    translations.update(package, core=package)

    assert read_catalogue(package / CATALOGUE) == {"Paid": "已付", "There is no {what}": ""}


def test_a_sentence_that_moved_from_another_package_keeps_its_chinese(package: Path) -> None:
    translations.update(package, core=package, known_elsewhere={"Paid": "已付"})

    assert read_catalogue(package / CATALOGUE)["Paid"] == "已付"


def test_update_twice_changes_nothing(package: Path) -> None:
    translations.update(package, core=package)
    once = (package / CATALOGUE).read_bytes()

    translations.update(package, core=package)

    assert (package / CATALOGUE).read_bytes() == once


def test_a_translation_with_other_names_is_wrong(package: Path) -> None:
    translations.write(package / CATALOGUE, {"Paid": "已付", "There is no {what}": "没有{which}"})

    assert wrong(package) == [
        "sanbao_small/__init__.py:1: other names in braces: “There is no {what}” → “没有{which}”"
    ]


def test_a_translation_that_nobody_uses_is_wrong(package: Path) -> None:
    translations.write(package / CATALOGUE, {"Paid": "已付", "There is no {what}": "没有{what}", "Gone": "已删"})

    assert wrong(package) == ["zh_Hans_CN.po: nobody says “Gone”"]


def test_doubles_guesses_and_dead_entries_are_wrong(package: Path) -> None:
    translations.write(package / CATALOGUE, {"Paid": "已付", "There is no {what}": "没有{what}"})
    with (package / CATALOGUE).open("a", encoding="utf-8") as file:
        file.write('\n#, fuzzy\nmsgid ""\n"Pa"\n"id"\nmsgstr "已付"\n\n#~ msgid "Old"\n#~ msgstr "旧"\n')

    said = "\n".join(wrong(package))

    assert "“Paid” stands 2 times" in said
    assert "a guess (fuzzy) is no translation" in said
    assert "an entry that is not used" in said


def test_a_plugin_need_not_repeat_what_the_core_says(package: Path, tmp_path: Path) -> None:
    core = tmp_path / "sanbao"
    core.mkdir()
    (core / "words.py").write_text('N_("Paid")', encoding="utf-8")

    assert translations.needed_by(package, core) == {"There is no {what}": "sanbao_small/__init__.py:1"}


def test_a_list_inside_a_chinese_sentence_has_chinese_commas() -> None:
    sentence = Text("{causes}", {"causes": [Text("misuse"), Text("natural disaster")]})

    with use_locale("zh"):
        assert str(sentence) == "使用不当、自然灾害"


def test_what_is_kept_is_in_the_language_that_is_asked_for_whoever_works() -> None:
    with use_locale("en"):
        assert in_language("zh_Hans_CN", "Opening balances") == "期初余额"
        assert _("Opening balances") == "Opening balances"


def test_a_package_that_was_uninstalled_leaves_the_other_sentences_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "_packages", [*i18n._packages, "sanbao_gone"])
    i18n._catalogue.cache_clear()

    said = translate("Void", "zh_Hans_CN")

    i18n._catalogue.cache_clear()
    assert said == "已作废"
