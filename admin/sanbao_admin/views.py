"""The base of our pages, and the groups in which the menu shows them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar, TypeVar

import flask_admin
from flask_admin import BaseView

from sanbao.i18n import N_, _
from sanbao_admin import policy

#: The groups of the menu in their order; a page that names none stands above them.
GROUPS = {
    "service": N_("Service"),
    "goods": N_("Units and goods"),
    "money": N_("Books and money"),
    "reports": N_("Reports"),
    "people": N_("Parties"),
    "setup": N_("Set-up"),
}

Exposed = TypeVar("Exposed", bound=Callable[..., Any])


def expose(url: str = "/", methods: Sequence[str] = ("GET",)) -> Callable[[Exposed], Exposed]:
    """Say at which address below its page a function answers; Flask-Admin's own decorator, with its types."""

    def mark(function: Exposed) -> Exposed:
        flask_admin.expose(url, methods)(function)
        return function

    return mark


class View(BaseView):  # type: ignore[misc]
    """A page: its title, one sentence that explains it, what it needs, and where the menu shows it.

    ``code`` is its endpoint and, with hyphens, its address. Methods are exposed as in Flask-Admin; each may have
    a need of its own (``@policy.allow``), else the page's counts.
    """

    code: ClassVar[str] = ""
    title: str = ""
    help: str = ""
    need: policy.Need | None = None
    group: str = ""
    icon: str = "file"
    in_menu: bool = True

    def __init__(self, code: str = "", url: str | None = None, static_folder: str | None = None) -> None:
        endpoint = code or self.code
        address = url if url is not None else "/" + endpoint.replace("_", "-")
        super().__init__(
            name=self.title,
            category=self.group or None,
            endpoint=endpoint,
            url=address,
            static_folder=static_folder,
            static_url_path="/static/admin",
        )

    def is_accessible(self) -> bool:
        """Show the page in the menu to those who may open it; the policy guards each address by itself."""
        return policy.may(self.need)

    def is_visible(self) -> bool:
        """Whether the menu names the page at all."""
        return self.in_menu

    def inaccessible_callback(self, name: Any, **kwargs: Any) -> Any:
        """Let the policy's answer stand."""
        return None

    def _handle_view(self, name: str, /, **kwargs: Any) -> Any:
        """Leave the question who may to the policy, which asks it of each endpoint before any page is reached."""
        return None

    def render(self, template: str, **kwargs: Any) -> str:
        """Return the page that a template draws."""
        return str(super().render(template, **kwargs))

    def shown_title(self) -> str:
        """Return the title in the language of the request."""
        return _(self.title)

    def shown_help(self) -> str:
        """Return the sentence that explains the page."""
        return _(self.help) if self.help else ""
