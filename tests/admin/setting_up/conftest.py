"""Fixtures of the pages for setting up."""

from __future__ import annotations

from typing import Any

import pytest
from offices import CHEAP, Browser, MakeOffice, Office

from sanbao_admin.serving import Renewing


@pytest.fixture
def staffed(make_office: MakeOffice) -> Office:
    """An office in which a clerk, an accountant and an auditor work beside the administrator."""
    return make_office(people={"clerk": ["service_clerk"], "zhao.min": ["finance"], "auditor": ["auditor"]})


@pytest.fixture
def renewing(office: Office) -> Office:
    """An office whose application is built anew when plugins are switched, as ``sanbao serve`` does."""
    served = Renewing(office.erp, TESTING=True, SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS=CHEAP)

    class Renewed(Browser):
        """Talks to the application that is current at each request."""

        def run_wsgi_app(self, environ: Any, buffered: bool = False) -> Any:
            """Hand a request over."""
            self.application = served.current()
            return super().run_wsgi_app(environ, buffered)

    office.app.test_client_class = Renewed
    return office
