"""Are both languages complete? Fails with a list of what is missing; ``--update`` brings the catalogues in line.

A catalogue keeps one sentence after the other in the order of the alphabet, without places and days, so that a
change of one sentence is a change of one sentence. What the core says need not be said again by a plugin.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from babel.messages.pofile import denormalize, escape

from sanbao.i18n.messages import CATALOGUE, in_package, names_in, read_catalogue

ROOT = Path(__file__).resolve().parents[1]
CORE = ROOT / "core" / "sanbao"
HEAD = (
    'msgid ""\n'
    'msgstr ""\n'
    '"Language: zh_Hans_CN\\n"\n'
    '"MIME-Version: 1.0\\n"\n'
    '"Content-Type: text/plain; charset=utf-8\\n"\n'
    '"Content-Transfer-Encoding: 8bit\\n"\n'
)


def packages(root: Path = ROOT) -> list[Path]:
    """Return the folder of each package that speaks to people, the core first."""
    others = [*root.glob("admin/sanbao_*"), *root.glob("plugins/*/sanbao_*")]
    return [root / "core" / "sanbao", *sorted(path for path in others if (path / "__init__.py").is_file())]


def needed_by(package: Path, core: Path = CORE) -> dict[str, str]:
    """Return what a package's own catalogue must hold, with the place where it is said first."""
    said = in_package(package)
    if package == core:
        return said
    theirs = in_package(core)
    return {message: place for message, place in said.items() if message not in theirs}


def problems(package: Path, core: Path = CORE) -> Iterator[str]:
    """Yield everything that is wrong with a package's catalogue, one sentence each."""
    path = package / CATALOGUE
    needed, known = needed_by(package, core), read_catalogue(path)
    for message, place in needed.items():
        if not known.get(message):
            yield f"{place}: no Chinese for “{message}”"
        elif names_in(message) != names_in(known[message]):
            yield f"{place}: other names in braces: “{message}” → “{known[message]}”"
    for message in sorted(known.keys() - needed.keys()):
        yield f"{_shown(path)}: nobody says “{message}”"
    yield from _blemishes(path)


def _blemishes(path: Path) -> Iterator[str]:
    """Yield what a reader of ``.po`` files passes over: sentences that stand twice, guesses, dead entries."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    for message, count in Counter(_written(lines)).items():
        if count > 1:
            yield f"{_shown(path)}: “{message}” stands {count} times"
    for number, line in enumerate(lines, 1):
        if line.startswith("#,") and "fuzzy" in line:
            yield f"{_shown(path)}:{number}: a guess (fuzzy) is no translation"
        elif line.startswith("#~"):
            yield f"{_shown(path)}:{number}: an entry that is not used"


def _written(lines: list[str]) -> Iterator[str]:
    """Yield each msgid as often as it stands in the file, also where it goes over several lines."""
    open_id: list[str] = []
    for line in [*lines, ""]:
        if open_id and not line.startswith('"'):
            yield denormalize("\n".join(open_id))
            open_id = []
        if line.startswith("msgid "):
            open_id = [line.removeprefix("msgid ")]
        elif open_id:
            open_id.append(line)


def update(package: Path, core: Path = CORE, known_elsewhere: Mapping[str, str] | None = None) -> None:
    """Write the catalogue anew: what is missing is empty, what nobody says is gone, the rest is kept.

    A sentence that moved here from another package brings its Chinese along.
    """
    path = package / CATALOGUE
    known = {**(known_elsewhere or {}), **{key: text for key, text in read_catalogue(path).items() if text}}
    write(path, {message: known.get(message, "") for message in needed_by(package, core)})


def write(path: Path, texts: Mapping[str, str]) -> None:
    """Write a catalogue in the order of its sentences."""
    path.parent.mkdir(exist_ok=True)
    entries = (f"msgid {escape(message)}\nmsgstr {escape(texts[message])}\n" for message in sorted(texts))
    path.write_text("\n".join([HEAD, *entries]), encoding="utf-8")


def _shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.name


def main(arguments: list[str] | None = None) -> int:
    """Check every package, after bringing the catalogues in line where that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--update", action="store_true", help="add what is missing, drop what nobody says")
    if parser.parse_args(arguments).update:
        known = {key: text for package in packages() for key, text in read_catalogue(package / CATALOGUE).items()}
        for package in packages():
            update(package, known_elsewhere=known)
    found = [problem for package in packages() for problem in problems(package)]
    sys.stdout.writelines(f"{problem}\n" for problem in found)
    counts = ", ".join(f"{package.name} {len(needed_by(package))}" for package in packages())
    sys.stdout.write(f"{len(found)} problems in the Chinese of: {counts}\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
