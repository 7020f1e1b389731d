"""Policies as data: read as a document, compared, tried on what is sold, and published as a new version (CAL-09)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from sanbao.access.models import User
from sanbao.errors import Invalid, NotFound, SanbaoError
from sanbao.i18n import N_, _
from sanbao.profiles.models import Profile, ProfileVersion
from sanbao.reporting import running
from sanbao_admin import people, plugin_pages, policy
from sanbao_admin.acting import controls
from sanbao_admin.acting.typed import typed as typed_of
from sanbao_admin.setting_up import reading_policy
from sanbao_admin.views import View, expose

READERS = ("profile.list", "profile.publish")


@dataclass(frozen=True)
class ProfileTool:
    """How a plugin lets its policies be tried: a report, and the fields of its question that name a policy or its text."""

    kind: str
    report: str
    version_field: str
    content_field: str


class Policies(View):
    """The company's policies with all their versions; a published one never changes (CAL-09)."""

    code = "set_up_policies"
    title = N_("Policies")
    help = N_(
        "Promises, clauses and layouts as data: each version stays as it was; a new one counts for what comes."
    )
    need = READERS
    group = "setup"
    icon = "book"

    def __init__(self) -> None:
        super().__init__(url="/set-up/policies")

    @expose("/")
    def index(self) -> str:
        """Show every policy with its newest version."""
        groups: dict[str, list[ProfileVersion]] = {kind: [] for kind in people.erp().registry.profile_kinds}
        for version in _newest():
            groups.setdefault(version.profile.kind, []).append(version)
        return self.render(
            "sanbao/setting_up/policies.html", groups_of_policies=groups, kind_title=kind_title
        )

    @expose("/<kind>/<code>")
    def one(self, kind: str, code: str) -> str:
        """Show a version of a policy as a document."""
        versions = _versions(kind, code)
        version = _chosen(versions, request.args.get("version", ""))
        return self.render(
            "sanbao/setting_up/policy.html",
            version=version,
            versions=versions,
            kind_title=kind_title(kind),
            found=reading_policy.document(version.content),
            text=reading_policy.written(version.content),
            publishers=_publishers(versions),
            tool=_tool_of_hers(kind),
        )

    @expose("/<kind>/<code>/compare")
    def compare(self, kind: str, code: str) -> str:
        """Show two versions, or two policies of one kind, side by side."""
        versions = _versions(kind, code)
        left = _chosen(versions, request.args.get("left", ""), _before(versions))
        other = request.args.get("with") or code
        right = _chosen(_versions(kind, other), request.args.get("right", ""))
        lines = reading_policy.compared(
            reading_policy.written(left.content), reading_policy.written(right.content)
        )
        codes = [one.profile.code for one in _newest() if one.profile.kind == kind]
        return self.render(
            "sanbao/setting_up/policy_compare.html",
            left=left, right=right, lines=lines, versions=versions, right_versions=_versions(kind, other), codes=codes,
        )  # fmt: skip

    @expose("/<kind>/<code>/new")
    @policy.allow("profile.publish")
    def draft(self, kind: str, code: str) -> str:
        """Show the text of the newest version, to be changed."""
        version = _versions(kind, code)[0]
        return self._draft(kind, code, {"content": reading_policy.written(version.content)}, {})

    @expose("/<kind>/new")
    @policy.allow("profile.publish")
    def first(self, kind: str) -> str:
        """Show an empty text for a policy that does not exist yet."""
        if kind not in people.erp().registry.profile_kinds:
            abort(404)
        return self._draft(kind, "", {"content": "code: \nnames: {zh: , en: }\n"}, {})

    def _draft(
        self, kind: str, code: str, typed: Mapping[str, str], problems: Mapping[str, list[str]], **more: Any
    ) -> str:
        return self.render(
            "sanbao/setting_up/policy_new.html",
            kind=kind, code=code, kind_title=kind_title(kind), typed=typed, problems=problems, tool=tool_of(kind), **more,
        )  # fmt: skip

    @expose("/<kind>/new", methods=["POST"])
    @policy.allow("profile.publish")
    def publish(self, kind: str) -> ResponseReturnValue:
        """Publish a version, or only show what it would change."""
        typed = {name: request.form.get(name, "") for name in ("content", "valid_from", "valid_until")}
        code = request.form.get("code", "")
        if "compare" in request.form and code:
            text = reading_policy.written(_versions(kind, code)[0].content)
            return self._draft(
                kind, code, typed, {}, lines=reading_policy.compared(text, typed["content"].strip())
            )
        try:
            result = people.do(
                "profile.publish", {"kind": kind, **typed}, key=request.form.get("key") or None
            )
        except Invalid as error:
            return self._draft(kind, code, typed, _by_path(error)), 422
        except NotFound:
            raise
        except SanbaoError as error:
            return self._draft(kind, code, typed, {"": [str(error)]}), 409
        published = _published(kind, result.data)
        flash(
            _(N_("{code} is published in version {version}."), code=published[0], version=published[1]),
            "good",
        )
        return redirect(url_for(".one", kind=kind, code=published[0], version=published[1]))

    @expose("/<kind>/<code>/try", methods=["GET", "POST"])
    def attempt(self, kind: str, code: str) -> ResponseReturnValue:
        """Try a version, or a text that is not published, on a unit, a product or the whole base; nothing is kept."""
        tool = tool_of(kind)
        if tool is None:
            abort(404)
        work = people.work()
        report = running.find(work, tool.report)
        work.access.require(report.question)
        schema = work.registry.schema(report.question)
        sent = request.form if request.method == "POST" else request.args
        given = typed_of(schema, sent)
        text = given.pop(tool.content_field, None)
        given.pop(tool.version_field, None)
        version = _chosen(_versions(kind, code), sent.get("version", ""))
        tried = {tool.content_field: text} if text else {tool.version_field: f"{code}@{version.version}"}
        laid, problems = None, {}
        if "run" in sent:
            try:
                laid = running.run(work, report, {**given, **tried})
            except Invalid as error:
                problems = _by_path(error)
        fields = [
            one
            for one in controls.controls(schema, given, problems, fresh="run" not in sent)
            if one.path not in (tool.version_field, tool.content_field)
        ]
        page = self.render(
            "sanbao/setting_up/policy_try.html",
            kind=kind, code=code, version=version, text=text or "", fields=fields, laid=laid, problems=problems,
            title_of=running.title_of, kind_title=kind_title(kind),
        )  # fmt: skip
        return (page, 422) if problems else page


def kind_title(kind: str) -> str:
    """Return what a kind of policies is called, its code where its plugin is off."""
    found = people.erp().registry.profile_kinds.get(kind)
    return _(found.title) if found is not None else kind


def tool_of(kind: str) -> ProfileTool | None:
    """Return how policies of a kind are tried, if their plugin says so."""
    erp = people.erp()
    tools = plugin_pages.offered(erp, "profile_tools", erp)
    return next((tool for tool in tools if tool.kind == kind), None)


def _tool_of_hers(kind: str) -> ProfileTool | None:
    """Return how policies of a kind are tried, to whoever may do it."""
    work, tool = people.work(), tool_of(kind)
    may_try = tool is not None and work.access.may(running.find(work, tool.report).question)
    return tool if may_try else None


def _newest() -> list[ProfileVersion]:
    """Return the newest version of every policy, by kind and code, in one query."""
    work = people.work()
    query = (
        select(ProfileVersion)
        .join(Profile, Profile.id == ProfileVersion.profile_id)
        .where(ProfileVersion.company_id == work.company.id)
        .order_by(Profile.kind, Profile.code, ProfileVersion.version.desc())
    )
    found: dict[int, ProfileVersion] = {}
    for version in work.session.scalars(query):
        found.setdefault(version.profile_id, version)
    return list(found.values())


def _versions(kind: str, code: str) -> list[ProfileVersion]:
    """Return all versions of a policy, the newest first."""
    work = people.work()
    query = (
        select(ProfileVersion)
        .join(Profile, Profile.id == ProfileVersion.profile_id)
        .where(Profile.company_id == work.company.id, Profile.kind == kind, Profile.code == code)
        .order_by(ProfileVersion.version.desc())
    )
    found = list(work.session.scalars(query))
    if not found:
        abort(404)
    return found


def _chosen(
    versions: list[ProfileVersion], number: str, usual: ProfileVersion | None = None
) -> ProfileVersion:
    return next((one for one in versions if str(one.version) == number), usual or versions[0])


def _before(versions: list[ProfileVersion]) -> ProfileVersion:
    return versions[1] if len(versions) > 1 else versions[0]


def _publishers(versions: list[ProfileVersion]) -> dict[int, str]:
    ids = {one.published_by_id for one in versions if one.published_by_id is not None}
    work = people.work()
    return {person.id: person.name for person in work.session.scalars(select(User).where(User.id.in_(ids)))}


def _by_path(error: Invalid) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for problem in error.problems:
        found.setdefault(problem.path, []).append(str(problem))
    return found or {"": [str(error)]}


def _published(kind: str, data: Any) -> tuple[str, int]:
    """Return code and version of what an operation answered about a published version."""
    work = people.work()
    version = work.session.get_one(ProfileVersion, data["id"])
    return version.profile.code, version.version
