"""Where reports lead, how a promise is tried, and what forms look up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select

from sanbao.i18n import current_locale
from sanbao.profiles.models import Profile
from sanbao_admin.setting_up.policies import ProfileTool
from sanbao_warranty.operations.promises import PROFILE_KIND

if TYPE_CHECKING:
    from sanbao import Sanbao
    from sanbao.work import Work


#: So many promises are offered while somebody types.
LOOKED_UP = 12


def _roll_forward_leads(field: str, row: Mapping[str, Any], given: Mapping[str, str]) -> str:
    """Lead from a batch to its paper, from its figures to the lines of the account that belong to it."""
    return f"/paper/{row['batch']}" if field in ("batch", "about") and row.get("batch") else ""


REPORT_LINKS = {"provision_roll_forward": _roll_forward_leads}


def profile_tools(erp: Sanbao) -> list[ProfileTool]:
    """Let a promise be tried on a unit, a product or everything that was sold, before and after it is published."""
    return [ProfileTool("warranty", report="try_profile", version_field="policy", content_field="content")]


def _policies(work: Work, text: str) -> list[tuple[str, str]]:
    """Find promises by the beginning of their code or a piece of their name."""
    wanted = text.strip()
    here = (Profile.company_id == work.company.id, Profile.kind == PROFILE_KIND)
    fits = (
        Profile.code.startswith(wanted, autoescape=True),
        Profile.name.contains(wanted, autoescape=True),
        Profile.name_en.contains(wanted, autoescape=True),
    )
    query = select(Profile).where(*here, or_(*fits)).order_by(Profile.code).limit(LOOKED_UP)
    is_chinese = current_locale().startswith("zh")
    return [
        (one.code, one.name if is_chinese else one.name_en or one.name) for one in work.session.scalars(query)
    ]


references = {"warranty_policy": _policies}
