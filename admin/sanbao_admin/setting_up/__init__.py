"""Setting the company up: facts, accounts, calendars, policies, people, plugins, and how it all fares."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sanbao import Sanbao
    from sanbao_admin.views import View


def pages(erp: Sanbao) -> Sequence[View]:
    """Return the pages of this room."""
    from sanbao_admin.setting_up.accounts import Accounts
    from sanbao_admin.setting_up.calendars import Calendars
    from sanbao_admin.setting_up.company import CompanyFacts
    from sanbao_admin.setting_up.health import Health
    from sanbao_admin.setting_up.matrix import Matrix
    from sanbao_admin.setting_up.overview import Overview
    from sanbao_admin.setting_up.persons import Persons
    from sanbao_admin.setting_up.plugins import Plugins
    from sanbao_admin.setting_up.policies import Policies
    from sanbao_admin.setting_up.taxes import TaxRates

    views = (
        Overview,
        CompanyFacts,
        Accounts,
        TaxRates,
        Calendars,
        Policies,
        Persons,
        Matrix,
        Plugins,
        Health,
    )
    return [view() for view in views]
