"""The conformance kit sees each fault that it is for, and says where it is (one change of a good plugin at a time)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from plugin_toys import SOURCES

from sanbao.i18n import use_locale
from sanbao.plugin import checking, writing
from sanbao.testing import PostgresServer


@dataclass(frozen=True)
class Change:
    """One edit of a new plugin, and what the kit must say about it."""

    path: str
    old: str
    new: str
    check: str
    says: str


#: What can be seen without a database.
SEEN = [
    Change("plugin.py", 'title=N_("Visits")', 'title=" "', "manifest", "the manifest has no title"),
    Change("plugin.py", 'version="0.1.0"', 'version="soon"', "manifest", "the version soon must be numbers"),
    Change("plugin.py", 'package="sanbao_visits"', 'package="sanbao"', "manifest", "it must be sanbao_visits"),
    Change("plugin.py", "models=[Visits]", "models=[]", "manifest", "the table of visits is not in the manifest"),
    Change("plugin.py", 'name="visits"', 'name="visit"', "load", "calls itself visit"),
    Change("plugin.py", "def describe_unit(", "def describe_units(", "load", "unknown hook 'describe_units'"),
    Change("plugin.py", "work: Work, units:", "work: Work, things:", "load", "things"),
    Change("plugin.py", "from collections", "import flask_nowhere\nfrom collections", "load", "flask_nowhere"),
    Change("kinds.py", 'initial="open"', 'initial="new"', "manifest", "names the state new, which it does not have"),
    Change("kinds.py", 'N_("Done")', '""', "manifest", "the state closed of visits has no label"),
    Change("kinds.py", 'prefix="VIS"', 'prefix="JV"', "load", "the prefix of numbers JV already belongs to core"),
    Change(
        "models.py",
        "class Visits(",
        'class Forgotten(DocumentPart, Base):\n    __tablename__ = "visits_forgotten"\n\n\nclass Visits(',
        "manifest",
        "the table visits_forgotten is mapped but is not in the manifest",
    ),
    Change("operations.py", '    """Write down what was done."""\n', "", "operations", "visits.close has no sentence"),
    Change("operations.py", "schema=schemas.Closing, roles=KEEPERS", "schema=schemas.Closing", "operations", "names no role"),
    Change("operations.py", '"auditor"', '"chief"', "operations", "visits.overdue is given to chief, which is no role"),
    Change("operations.py", '{"open": "closed"}', '{"open": "shut"}', "operations", "names the state shut"),
    Change("operations.py", '"visits.close"', '"close"', "operations", "close must be named like thing.verb"),
    Change("operations.py", "on=Visits", 'on="visit_line"', "operations", "visits.close is on visit_line, which no finder finds"),
    Change("operations.py", "paper: Visits, *, outcome", "*, outcome", "operations", "must take 2 arguments by position"),
    Change("operations.py", "*, outcome: str", "*, result: str", "load", "visits.close and its schema disagree on outcome, result"),
    Change("operations.py", "on or work.today", "on or date.today()", "clock", "reads the clock (date.today)"),
    Change("rules.py", "    return", "    import flask\n\n    return", "imports", "imports flask; only admin.py knows the web"),
    Change(
        "rules.py",
        "from datetime",
        "import sanbao_warranty\nfrom datetime",
        "imports",
        "imports sanbao_warranty, which the manifest does not require",
    ),
    Change(
        "operations.py",
        "    paper.outcome = outcome\n",
        '    paper.outcome = outcome\n    from sanbao.ledger import debit\n    debit("BANK", 1)\n',
        "postings",
        "posts to BANK, which the manifest's account_roles do not name",
    ),
    Change("plugin.py", 'headings={"task"', 'headings={"reason"', "texts", "the field reason is called “Reason” already"),
    Change("errors.py", "give a day", "choose a day", "texts", "has no Chinese translation"),
    Change("locale/zh_Hans_CN.po", "{today} 或", "今天或", "texts", "has other names in braces"),
    Change("locale/zh_Hans_CN.po", 'msgstr "待办"', 'msgstr ""', "texts", "“To be done” has no Chinese translation"),
]
#: What only a database shows.
LIVED = [
    Change("models.py", "task: Mapped[str]", "task: Mapped[str]\n    place: Mapped[str | None]", "life", "models and migrations differ: add_column visits_paper place"),
    Change("migrations/0001_first_tables.py", 'op.drop_table("visits_paper")', "pass", "life", "the table visits_paper is still there"),
    Change("migrations/0001_first_tables.py", '"document_id", BigId', '"document_id", Nothing', "life", "NameError"),
    Change("plugin.py", "models=[Visits],", 'models=[Visits],\n    account_roles=["GOLD"],', "life", "plays the role GOLD"),
]


def changed(change: Change, folder: Path) -> Path:
    """Write a new plugin and make one edit in it."""
    written = writing.write("visits", folder)
    path = written / "sanbao_visits" / change.path
    text = path.read_text(encoding="utf-8")
    assert change.old in text
    path.write_text(text.replace(change.old, change.new), encoding="utf-8")
    return written


@pytest.mark.parametrize("change", SEEN, ids=[change.says[:50] for change in SEEN])
def test_a_fault_is_seen(change: Change, tmp_path: Path) -> None:
    findings = checking.check(changed(change, tmp_path), quick=True)

    assert [finding for finding in findings if finding.check == change.check and change.says in str(finding)], [
        str(finding) for finding in findings
    ]


@pytest.mark.parametrize("change", LIVED, ids=[change.says[:50] for change in LIVED])
def test_a_fault_shows_on_both_databases(change: Change, tmp_path: Path, postgres_server: PostgresServer) -> None:
    findings = [str(one) for one in checking.check(changed(change, tmp_path), server=postgres_server)]

    assert len([said for said in findings if change.says in said]) == 2, findings


@pytest.mark.parametrize(
    "name", ["import_error", "core_base", "wrapper_hook", "duplicate_role", "missing_dependency"]
)
def test_what_cannot_be_loaded_is_one_finding(name: str) -> None:
    (finding,) = checking.check(name, SOURCES, quick=True)

    assert finding.check == "load"
    assert name in str(finding)


def test_every_fault_is_named_at_once(tmp_path: Path) -> None:
    written = writing.write("visits", tmp_path)
    for change in (SEEN[0], SEEN[1], SEEN[14]):
        path = written / "sanbao_visits" / change.path
        path.write_text(path.read_text(encoding="utf-8").replace(change.old, change.new), encoding="utf-8")

    checks = {finding.check for finding in checking.check(written, quick=True)}

    assert {"manifest", "operations"} <= checks


def test_an_unknown_plugin_is_one_finding(tmp_path: Path) -> None:
    (finding,) = checking.check(str(tmp_path))

    assert "must hold exactly one package with a plugin.py" in str(finding)


def test_a_plugin_that_was_checked_leaves_nothing_imported(tmp_path: Path) -> None:
    import sys

    before = list(sys.path)
    checking.check(writing.write("visits", tmp_path), quick=True)

    assert not [name for name in sys.modules if name.startswith("sanbao_visits")]
    assert sys.path == before


def test_findings_are_told_as_data() -> None:
    (finding,) = checking.check("import_error", SOURCES, quick=True)

    assert set(finding.as_dict()) == {"check", "message"}


def test_findings_are_sentences_in_either_language(tmp_path: Path) -> None:
    (finding, *_rest) = checking.check(changed(SEEN[0], tmp_path), quick=True)

    with use_locale("en"):
        assert str(finding) == "the manifest has no title"


def test_the_warranty_plugin_conforms(postgres_server: PostgresServer) -> None:
    findings = checking.check("warranty", server=postgres_server)

    assert [str(finding) for finding in findings] == []
