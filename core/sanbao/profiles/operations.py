"""Publishing policies, and finding the version that counts (CAL-09)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from marshmallow import fields
from sqlalchemy import func, select

from sanbao.errors import NotFound
from sanbao.i18n import N_, _
from sanbao.operation import operation, question
from sanbao.plain_yaml import read_yaml
from sanbao.profiles.errors import Unchanged, UnknownProfileKind
from sanbao.profiles.models import Profile, ProfileVersion
from sanbao.schema import CodeField, DayField, Input

if TYPE_CHECKING:
    from sanbao.plugin.manifest import Plugin
    from sanbao.work import Work


#: What stands in a policy for people only, and may be worded anew without a new version.
FOR_PEOPLE = ("names", "source", "version")


class PublishInput(Input):
    """A policy's new version: its content as YAML text or as data."""

    kind = CodeField(required=True)
    content = fields.Raw(required=True)
    valid_from = DayField()
    valid_until = DayField()


@operation(
    "profile.publish",
    title=N_("Publish a policy"),
    schema=PublishInput,
    roles=("service_head", "design", "general_manager"),
)
def publish(
    work: Work,
    *,
    kind: str,
    content: Any,
    valid_from: date | None = None,
    valid_until: date | None = None,
) -> ProfileVersion:
    """Publish a policy, or its next version; earlier versions stay as they were (CAL-09)."""
    spec = work.registry.profile_kinds.get(kind)
    if spec is None:
        raise UnknownProfileKind(kind=kind)
    data = read_yaml(content) if isinstance(content, str) else content
    spec.load(data)
    profile = _profile(work, kind, str(data["code"]), data.get("names") or {})
    digest = content_hash(data)
    newest = latest(work, profile.id)
    if newest is not None and newest.content_hash == digest:
        raise Unchanged(profile=profile.code, version=newest.version)
    version = ProfileVersion(
        company_id=work.company.id,
        profile=profile,
        version=(newest.version if newest is not None else 0) + 1,
        valid_from=valid_from,
        valid_until=valid_until,
        content=dict(data),
        content_hash=digest,
        published_at=work.now,
        published_by_id=work.user.id,
    )
    work.session.add(version)
    work.session.flush()
    return version


def content_hash(body: Mapping[str, Any]) -> str:
    """Return the hash of what counts in a policy; what is only for people lies outside."""
    counted = {key: value for key, value in body.items() if key not in FOR_PEOPLE}
    return hashlib.sha256(json.dumps(counted, sort_keys=True, ensure_ascii=True).encode()).hexdigest()


def _profile(work: Work, kind: str, code: str, names: Mapping[str, Any]) -> Profile:
    query = select(Profile).where(Profile.company_id == work.company.id, Profile.kind == kind, Profile.code == code)
    profile = work.session.scalars(query).one_or_none()
    if profile is None:
        profile = Profile(company_id=work.company.id, kind=kind, code=code, name=code, name_en=code)
        work.session.add(profile)
    profile.name = names.get("zh") or profile.name
    profile.name_en = names.get("en") or profile.name_en
    work.session.flush()
    return profile


def latest(work: Work, profile_id: int) -> ProfileVersion | None:
    """Return the newest version of a policy."""
    newest = select(func.max(ProfileVersion.version)).where(ProfileVersion.profile_id == profile_id)
    query = select(ProfileVersion).where(
        ProfileVersion.profile_id == profile_id, ProfileVersion.version == newest.scalar_subquery()
    )
    return work.session.scalars(query).one_or_none()


def find_version(work: Work, kind: str, key: str) -> ProfileVersion:
    """Return the version that ``CODE`` (the newest) or ``CODE@2`` names."""
    code, _at, number = key.partition("@")
    query = select(Profile).where(Profile.company_id == work.company.id, Profile.kind == kind, Profile.code == code)
    profile = work.session.scalars(query).one_or_none()
    version = None
    if profile is not None and number:
        of_number = ProfileVersion.version == int(number) if number.isascii() and number.isdigit() else False
        version = work.session.scalars(
            select(ProfileVersion).where(ProfileVersion.profile_id == profile.id, of_number)  # type: ignore[arg-type]
        ).one_or_none()
    elif profile is not None:
        version = latest(work, profile.id)
    if version is None:
        raise NotFound(what=_(N_("policy")), key=key)
    return version


def shipped(plugin: Plugin) -> Iterable[tuple[str, str]]:
    """Return the kind and YAML text of every policy that a plugin brings."""
    for spec in plugin.profiles:
        folder = files(plugin.package).joinpath(spec.folder)
        for source in sorted(folder.iterdir(), key=lambda one: one.name):
            if source.name.endswith(".yaml"):
                yield spec.name, source.read_text(encoding="utf-8")


def publish_shipped(work: Work, plugin: Plugin) -> int:
    """Publish a plugin's own policies where they are new or have changed; return how many."""
    count = 0
    for kind, text in shipped(plugin):
        try:
            publish(work, kind=kind, content=text)
        except Unchanged:
            continue
        count += 1
    return count


class ProfileQuestion(Input):
    """Which kind of policies; left out, all."""

    kind = CodeField()


@question("profile.list", schema=ProfileQuestion, roles=("service_manager", "service_clerk", "design", "service_head", "auditor"))
def list_profiles(work: Work, *, kind: str | None = None) -> list[dict[str, Any]]:
    """Return the policies of a company with their newest versions."""
    query = (
        select(Profile, func.max(ProfileVersion.version))
        .join(ProfileVersion)
        .where(Profile.company_id == work.company.id)
        .group_by(Profile.id)
        .order_by(Profile.kind, Profile.code)
    )
    if kind is not None:
        query = query.where(Profile.kind == kind)
    return [
        {"kind": profile.kind, "code": profile.code, "name": profile.name, "name_en": profile.name_en, "version": version}
        for profile, version in work.session.execute(query)
    ]
