"""Under which names the server answers: on one's own machine no page of elsewhere can point a name of its own here."""

from __future__ import annotations

import pytest
from offices import MakeOffice, Office

from sanbao_admin import create_app, serving

FOREIGN = "evil.example:8069"


@pytest.fixture
def backend() -> str:
    """Names have nothing to do with the database."""
    return "sqlite"


def _answer(
    office: Office, host: str, names: list[str] | None, hops: int = 0, **headers: str
) -> tuple[int, str]:
    """Ask for the sign-in page under a name, as ``sanbao serve`` sets the application up."""
    app = create_app(office.erp, TESTING=True, TRUSTED_HOSTS=names, SANBAO_PROXIES=hops)
    answer = app.test_client().get("/sign-in", headers={"Host": host, **headers})
    return answer.status_code, answer.get_data(as_text=True)


@pytest.mark.parametrize("listens_on", ["127.0.0.1", "localhost"])
def test_on_loopback_a_foreign_name_is_refused_in_plain_words(office: Office, listens_on: str) -> None:
    names = serving._names(listens_on, 0)

    own = [_answer(office, host, names)[0] for host in ("127.0.0.1:8069", "localhost:8069")]
    status, said = _answer(office, FOREIGN, names)
    tricked = _answer(office, FOREIGN, names, **{"X-Forwarded-Host": "localhost"})[0]

    assert own == [200, 200]
    assert (status, tricked) == (400, 400)
    assert "evil" not in said
    assert "<" not in said


@pytest.mark.parametrize(("listens_on", "hops"), [("127.0.0.1", 1), ("0.0.0.0", 0), ("192.168.1.5", 0)])  # noqa: S104
def test_behind_a_proxy_or_on_the_network_any_name_is_answered(
    office: Office, listens_on: str, hops: int
) -> None:
    names = serving._names(listens_on, hops)

    assert names is None
    assert _answer(office, "service.hua-an.example", names, hops)[0] == 200


def test_for_a_server_of_ones_own_the_names_are_said(
    make_office: MakeOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = make_office()
    monkeypatch.setenv("SANBAO_DATABASE_URL", str(office.erp.database.url))
    monkeypatch.setenv("SANBAO_HOSTS", "service.hua-an.example desk.hua-an.example")
    monkeypatch.setenv("SANBAO_PROXIES", "1")

    client = serving.application().current().test_client()
    answers = [
        client.get(
            "/sign-in", headers={"Host": host, "X-Forwarded-Host": "service.hua-an.example"}
        ).status_code
        for host in ("service.hua-an.example", "desk.hua-an.example", "evil.example")
    ]

    assert answers == [200, 200, 400]
