"""What the receiving station and the bench share: a scan comes in, something is done, the page comes back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar
from urllib.parse import urlencode

from sanbao.errors import Invalid, SanbaoError
from sanbao_admin import asking, people
from sanbao_admin.views import View, expose

#: What a key does with what was sent; it gives back the words of the next address.
Key = Callable[[Mapping[str, str]], Mapping[str, str | None]]


class Station(View):
    """A page that is worked by scanner and keyboard: one field that always has the focus, and keys.

    ``keys`` names what its buttons do; a scan is the button without a name. ``told`` gathers what ``template`` shows.
    """

    url: ClassVar[str]
    keys: ClassVar[Mapping[str, Key]]
    template: ClassVar[str]
    told: ClassVar[staticmethod[[Mapping[str, str]], Mapping[str, Any]]]

    def __init__(self) -> None:
        super().__init__(url=self.url)

    @expose("/")
    def index(self) -> Any:
        """Show the station as it stands."""
        return self.shown(asking.typed(), "")

    @expose("/", methods=("POST",))
    def act(self) -> Any:
        """Do what was scanned or pressed; what cannot be done is said in one large sentence."""
        sent = asking.sent()
        try:
            words = self.keys.get(sent.get("act", ""), self.keys["scan"])(sent)
        except SanbaoError as error:
            return self.shown(sent, said(error)), 422
        kept = {name: value for name, value in words.items() if value}
        return asking.go(f"{self.url}/?{urlencode(kept)}" if kept else f"{self.url}/")

    def shown(self, given: Mapping[str, str], problem: str) -> Any:
        """Return the page of the station as it stands, with what could not be done."""
        return self.render(self.template, given=given, problem=problem, **type(self).told(given))


def said(error: SanbaoError) -> str:
    """Return an error as one sentence."""
    problems = error.problems if isinstance(error, Invalid) else []
    return " ".join(str(one) for one in problems) or str(error)


def do(operation: str, data: Mapping[str, Any], subject: str, sent: Mapping[str, str]) -> None:
    """Do an operation on a parcel, once however often the page is sent."""
    people.do(operation, data, subject=subject, key=sent.get("key"))


def meaning(sent: Mapping[str, str]) -> dict[str, Any]:
    """Return what was scanned, as seen from the parcel in hand."""
    rma = {"rma": sent["rma"]} if sent.get("rma") else {}
    found: dict[str, Any] = people.work().ask("rma.scanned", {"code": sent.get("code", "").strip(), **rma})
    return found
