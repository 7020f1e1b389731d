"""``sanbao serve``: the back office for one machine, and the application for any WSGI server."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sanbao.errors import Misconfigured
from sanbao.i18n import N_, _, add_catalogue

if TYPE_CHECKING:
    from flask import Flask

    from sanbao import Sanbao

PORT = 8069
LOOPBACK = ("127.0.0.1", "localhost")


class CannotListen(Misconfigured):
    """The address is taken already, or is not this machine's."""

    code = "office.cannot_listen"
    message = N_("the back office cannot answer at {address}: {reason}; choose another with --port")


def register(app: typer.Typer) -> None:
    """Add this command."""
    add_catalogue("sanbao_admin")
    app.command("serve", help=N_("Open the back office in a browser; until it is stopped."))(serve)


def serve(
    ctx: typer.Context,
    port: Annotated[
        int, typer.Option("--port", min=1, max=65535, help=N_("The port on which it answers."))
    ] = PORT,
    host: Annotated[
        str,
        typer.Option("--host", help=N_("The address on which it answers; 0.0.0.0 for the whole network.")),
    ] = "127.0.0.1",
    threads: Annotated[
        int, typer.Option("--threads", min=1, max=64, help=N_("How many requests are answered at once."))
    ] = 8,
    is_secure: Annotated[
        bool,
        typer.Option("--https", help=N_("A proxy in front speaks HTTPS: cookies are only sent over it.")),
    ] = False,
    hops: Annotated[
        int,
        typer.Option("--proxies", min=0, max=5, help=N_("How many proxies in front may say who is asking.")),
    ] = 0,
) -> None:
    """Serve the back office, with a worker beside it."""
    from waitress import create_server

    from sanbao.cli import showing
    from sanbao.cli.settings import opened

    with opened(ctx, keeps_traces=False) as erp, _listening(host, port) as listener:
        first = prepare(erp)
        office = Renewing(erp, SANBAO_SECURE=is_secure, SANBAO_PROXIES=hops, TRUSTED_HOSTS=_names(host, hops))
        office.current()
        server: Any = create_server(office, sockets=[listener], threads=threads, ident=None)
        stop = threading.Event()
        worker = threading.Thread(target=_work, args=(erp, stop), daemon=True)
        worker.start()
        showing.line(_(N_("The back office is open: {address}"), address=f"http://{host}:{port}/"))
        if first is not None:
            said = N_(
                "First sign-in: {login} with the password {password}; it is asked to be changed at once."
            )
            showing.line(_(said, login=first[0], password=first[1]))
        try:
            server.run()
        finally:
            stop.set()
            worker.join(timeout=10)


def _listening(host: str, port: int) -> socket.socket:
    """Take the address for ourselves, before anything else is started."""
    try:
        return socket.create_server((host, port))
    except OSError as error:
        raise CannotListen(address=f"{host}:{port}", reason=error.strerror or str(error)) from error


def _names(host: str, hops: int) -> list[str] | None:
    """Return the names under which to answer: on one's own machine no page of elsewhere can point a name of its own here."""
    return [*LOOPBACK] if host in LOOPBACK and not hops else None


def prepare(erp: Sanbao) -> tuple[str, str] | None:
    """Switch the back office's tables on; return login and first password where nobody could sign in yet."""
    from sanbao.plugin import lifecycle
    from sanbao_admin.signing_in import accounts

    if "admin" not in erp.registry.plugins:
        lifecycle.enable(erp, "admin")
    return accounts.ensure_first(erp)


def _work(erp: Sanbao, stop: threading.Event) -> None:
    from sanbao import worker

    worker.run(erp, stop)


class Renewing:
    """The application, built anew when plugins were switched on or off; sessions and what was typed outlive it."""

    def __init__(self, erp: Sanbao, **config: Any) -> None:
        self.erp = erp
        self.config = config
        self._lock = threading.Lock()
        self._built: tuple[str, Flask] | None = None

    def current(self) -> Flask:
        """Return the application that fits what is enabled now."""
        from sanbao_admin import create_app

        with self._lock:
            if self._built is None or self._built[0] != self.erp.generation:
                self._built = (self.erp.generation, create_app(self.erp, **self.config))
            return self._built[1]

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer one request."""
        return self.current()(environ, start_response)


def application() -> Renewing:
    """Return the application for a WSGI server of one's own; ``SANBAO_DATABASE_URL`` says which company.

    ``SANBAO_HOSTS`` lists the names under which it answers, ``SANBAO_PROXIES`` says how many proxies in front may
    say who is asking, ``SANBAO_SECRET_KEY`` gives the key that is otherwise kept beside the attachments.
    """
    import sanbao

    erp = sanbao.open(
        os.environ["SANBAO_DATABASE_URL"], owner_url=os.environ.get("SANBAO_OWNER_DATABASE_URL")
    )
    prepare(erp)
    hosts = os.environ.get("SANBAO_HOSTS", "").split() or None
    hops = int(os.environ.get("SANBAO_PROXIES", "0"))
    return Renewing(erp, SANBAO_SECURE=True, SANBAO_PROXIES=hops, TRUSTED_HOSTS=hosts)
