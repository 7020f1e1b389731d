"""What Typer says of a command line that it cannot read, in the language of the run: it speaks English by itself."""

from __future__ import annotations

import re
from typing import Any

from typer import rich_utils

from sanbao.i18n import N_, _

#: Typer's sentences by their form, and how we say them.
_FORMS: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(r"Missing (?:argument|option|parameter):? '?(?P<name>[^']+?)'?\."),
        N_("Please give {name}."),
    ),
    (re.compile(r"No such command '(?P<name>.+)'\."), N_("There is no command {name}.")),
    (re.compile(r"No such option: (?P<name>\S+)"), N_("There is no option {name}.")),
    (
        re.compile(r"No such option: (?P<name>\S+) \(Possible options: (?P<nearest>.+)\)"),
        N_("There is no option {name}; did you mean {nearest}?"),
    ),
    (re.compile(r"Got unexpected extra arguments?(?:\(s\))? \((?P<name>.+)\)"), N_("Too many words: {name}")),
    (re.compile(r"Option '(?P<name>.+)' requires an argument\."), N_("The option {name} needs a value.")),
    (re.compile(r"Option '(?P<name>.+)' does not take a value\."), N_("The option {name} takes no value.")),
    (re.compile(r"Missing command\."), N_("Please name a command.")),
)
_INVALID = re.compile(r"Invalid value(?: for '?(?P<name>[^']+?)'?)?: (?P<reason>.*)", re.DOTALL)
#: What may be wrong with a value.
_REASONS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r".*valid integer.*", re.DOTALL), N_("this is not a whole number")),
    (re.compile(r".*valid (?:number|float).*", re.DOTALL), N_("this is not a number")),
    (re.compile(r".*valid boolean.*", re.DOTALL), N_("please answer yes or no")),
    (
        re.compile(r".*is not in the range (?P<range>.+?)\.?", re.DOTALL),
        N_("this must lie in the range {range}"),
    ),
    (re.compile(r".*less than or equal to (?P<most>\S+?)\.?", re.DOTALL), N_("this must be at most {most}")),
    (
        re.compile(r".*greater than or equal to (?P<least>\S+?)\.?", re.DOTALL),
        N_("this must be at least {least}"),
    ),
    (re.compile(r".*is not one of (?P<choices>.*?)\.?", re.DOTALL), N_("this is not one of {choices}")),
    (re.compile(r".*[Ii]nput should be (?P<choices>'.*?)", re.DOTALL), N_("this is not one of {choices}")),
    (re.compile(r".*'(?P<file>[^']+)' does not exist\.", re.DOTALL), N_("{file} does not exist")),
    (re.compile(r".*'(?P<file>[^']+)' is a directory\.", re.DOTALL), N_("{file} is a folder")),
)


def reword(error: Any) -> None:
    """Let an error of the command line say its sentence in the current language."""
    if hasattr(error, "format_message"):
        said = sentence(error.format_message())
        error.format_message = lambda: said


def sentence(text: str) -> str:
    """Return one of Typer's sentences in the current language, itself where it is none that we know.

    >>> sentence("No such command 'nosuch'.")
    'There is no command nosuch.'
    >>> sentence("No such option: --roles (Possible options: --role)")
    'There is no option --roles; did you mean --role?'
    >>> sentence("Invalid value for '--port': Input should be a valid integer, unable to parse")
    '--port: this is not a whole number'
    """
    invalid = _INVALID.fullmatch(text)
    if invalid is not None:
        reason = _first(_REASONS, invalid["reason"]) or invalid["reason"]
        return f"{invalid['name']}: {reason}" if invalid["name"] else reason
    return _first(_FORMS, text) or text


def _first(forms: tuple[tuple[re.Pattern[str], str], ...], text: str) -> str:
    for form, said in forms:
        found = form.fullmatch(text)
        if found is not None:
            return _(said, **found.groupdict())
    return ""


def name_help() -> None:
    """Give the line under a usage its words in the current language."""
    rich_utils.RICH_HELP = _(N_("Try [blue]'{command_path} {help_option}'[/] for help."))
