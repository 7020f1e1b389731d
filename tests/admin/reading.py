"""A page as a test looks at it: its fields, its links, its headings, and every element that stands in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

from werkzeug.test import TestResponse


@dataclass
class Page:
    """What stands in a page."""

    fields: dict[str, str] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)
    invalid: set[str] = field(default_factory=set)
    links: list[str] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    elements: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    text: str = ""

    @property
    def token(self) -> str:
        """The token against forgery."""
        return self.fields.get("csrf_token", "")

    def value(self, name: str) -> str:
        """Return what stands in a field."""
        return self.fields[name]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self.area: str | None = None
        self.select: str | None = None
        self.heading: list[str] | None = None
        self.templates = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.page.elements.append((tag, given))
        self.templates += tag == "template"
        if tag == "a" and "href" in given:
            self.page.links.append(given["href"])
        if "aria-invalid" in given:
            self.page.invalid.add(given.get("id", ""))
        if tag in ("h1", "h2", "h3"):
            self.heading = []
        if self.templates:
            return
        name = given.get("name")
        if name and tag in ("input", "select", "textarea"):
            self.page.names.append(name)
        if tag == "input" and name:
            self._input(name, given)
        elif tag == "textarea" and name:
            self.area, self.page.fields[name] = name, ""
        elif tag == "select" and name:
            self.select = name
            self.page.fields.setdefault(name, "")
        elif tag == "option" and self.select and "selected" in given:
            self.page.fields[self.select] = given.get("value", "")

    def _input(self, name: str, given: dict[str, str]) -> None:
        if given.get("type") in ("checkbox", "radio"):
            if "checked" in given:
                self.page.fields[name] = given.get("value", "on")
        else:
            self.page.fields.setdefault(name, given.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        self.templates -= tag == "template"
        if tag == "textarea":
            self.area = None
        if tag == "select":
            self.select = None
        if tag in ("h1", "h2", "h3") and self.heading is not None:
            self.page.headings.append(" ".join("".join(self.heading).split()))
            self.heading = None

    def handle_data(self, data: str) -> None:
        self.page.text += data
        if self.area is not None:
            self.page.fields[self.area] += data
        if self.heading is not None:
            self.heading.append(data)


def page_of(answer: TestResponse) -> Page:
    """Return what stands in an answer's page."""
    return page_in(answer.get_data(as_text=True))


def page_in(html: str) -> Page:
    """Return what stands in a page."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.page
