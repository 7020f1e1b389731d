"""The printing process: the only place where WeasyPrint is imported; it knows no database and no network.

Started by :mod:`sanbao.printing.process` as ``python -m sanbao.printing.worker``; it reads jobs from standard input
and answers on standard output until the input ends. Each job brings its own limits, held by the kernel.
"""

from __future__ import annotations

import os
import resource
import sys
import time
import zlib
from collections.abc import Mapping
from hashlib import sha256
from importlib import import_module
from typing import Any, BinaryIO

from sanbao.printing.frames import read_frame, write_frame
from sanbao.printing.images import image_type

#: A closed door for whatever gets past the fetcher: the network, other programs, and other people's files.
_REFUSED_EVENTS = ("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.fork")
_MAX_PIXELS = 40_000_000
#: Elements that would load something or move the address that others are relative to.
_REFUSED_ELEMENTS = frozenset({"base", "link", "object", "embed", "iframe", "frame", "script"})


class TooManyPages(Exception):
    """The laid-out paper has more pages than the job allows."""


def main() -> None:
    """Serve jobs until the program that started this process closes the pipe or goes away."""
    # WeasyPrint prints advice on standard output, so the answers get a channel of their own.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    jobs = sys.stdin.buffer
    try:
        engine = _Engine()
    except Exception as fault:
        write_frame(answers, {"ready": False, **_missing(fault)})
        return
    write_frame(answers, {"ready": True})
    _close_doors()
    while _serve(engine, jobs, answers):
        pass


def _serve(engine: _Engine, jobs: BinaryIO, answers: BinaryIO) -> bool:
    """Do one job; tell whether this process is fit for another."""
    try:
        head, blobs = read_frame(jobs)
    except EOFError:
        return False
    try:
        _limit(head["seconds"], head["megabytes"])
        html, *pictures = blobs
        data = engine.print(html.decode(), dict(zip(head["assets"], pictures, strict=True)), head["pages"])
    except (MemoryError, TooManyPages, RecursionError) as fault:
        write_frame(answers, {"done": False, "large": True, "reason": _tell(fault)})
        return False
    except Exception as fault:
        write_frame(answers, {"done": False, "large": False, "reason": _tell(fault)})
        return False
    write_frame(answers, {"done": True}, [data])
    return True


def _tell(fault: BaseException) -> str:
    """Return a short reason without a stack trace and without addresses of this machine."""
    if isinstance(fault, MemoryError):
        return "out of memory"
    if isinstance(fault, RecursionError):
        return "too deeply nested"
    return f"{type(fault).__name__}: {fault}"[:200] if str(fault) else type(fault).__name__


def _missing(fault: Exception) -> dict[str, str]:
    """Tell in the engine's terms why WeasyPrint could not be imported."""
    if isinstance(fault, ImportError):
        return {"missing": "package", "detail": fault.name or str(fault)}
    if isinstance(fault, OSError) and "load library" in str(fault):
        return {"missing": "pango", "detail": ""}
    return {"missing": "engine", "detail": _tell(fault)}


def _limit(seconds: float, megabytes: int) -> None:
    """Let the kernel end this process when the job takes too much processor time or memory."""
    used = time.process_time()
    resource.setrlimit(resource.RLIMIT_CPU, (int(used + seconds) + 2, resource.RLIM_INFINITY))
    resource.setrlimit(resource.RLIMIT_AS, (megabytes * 1024 * 1024, resource.RLIM_INFINITY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _close_doors() -> None:
    """Refuse, from now on, sockets, other programs, and every file that is no part of the libraries."""
    roots = [os.path.abspath(path) for path in (sys.prefix, sys.base_prefix, *sys.path) if path]
    libraries = tuple(os.path.join(path, "") for root in roots for path in (root, os.path.realpath(root)))

    def watch(event: str, args: tuple[Any, ...]) -> None:
        if event.startswith(_REFUSED_EVENTS):
            raise PermissionError(f"a form may not use {event}")
        if event == "open" and isinstance(args[0], str | bytes):
            path, flags = os.path.abspath(os.fsdecode(args[0])), args[2]
            if flags & (os.O_WRONLY | os.O_RDWR) or not path.startswith(libraries):
                raise PermissionError("a form may not open files")

    sys.addaudithook(watch)


class _QuickCompression:
    """What the PDF writer asks of ``zlib``, at the level that is quick."""

    @staticmethod
    def compressobj(level: int = 1) -> Any:  # noqa: ARG004
        """Return a quick compressor, whatever level was asked for."""
        return zlib.compressobj(level=1)

    @staticmethod
    def compress(data: bytes) -> bytes:
        """Return the data compressed quickly."""
        return zlib.compress(data, level=1)


class _Engine:
    """WeasyPrint with one closed fetcher and one set of fonts for all jobs of this process."""

    def __init__(self) -> None:
        # Named as text, so that import-time tools see that nothing but this process needs it.
        self._weasyprint = import_module("weasyprint")
        self._urls = import_module("weasyprint.urls")
        configuration = import_module("weasyprint.text.fonts").FontConfiguration

        class PackagedFonts(configuration):  # type: ignore[misc,valid-type]
            def add_font_face(self, *_: Any) -> None:
                """Take no font from a form: it would stay for the next one."""

        self._fonts = PackagedFonts()
        image: Any = import_module("PIL.Image")
        image.init()
        image.MAX_IMAGE_PIXELS = _MAX_PIXELS // 2  # PIL refuses at twice this figure
        self._fetcher = self._closed_fetcher()
        # Outlines of Chinese glyphs hardly compress: the library's level 9 takes a quarter of a page's time for nothing.
        import_module("pydyf").zlib = _QuickCompression  # type: ignore[attr-defined]
        self._warm_up()

    def print(self, html: str, assets: Mapping[str, bytes], pages: int) -> bytes:
        """Return the PDF of the HTML; the same input gives the same bytes."""
        document = self._weasyprint.HTML(string=html, base_url=None, url_fetcher=self._fetcher(assets))
        _strip(document.etree_element)
        document.base_url = None
        laid_out = document.render(font_config=self._fonts, presentational_hints=False)
        if len(laid_out.pages) > pages:
            raise TooManyPages(f"{len(laid_out.pages)} pages, at most {pages}")
        data = laid_out.write_pdf(pdf_identifier=_identifier(html, assets))
        return bytes(data)

    def _closed_fetcher(self) -> Any:
        response = self._urls.URLFetcherResponse

        class ClosedFetcher(self._urls.URLFetcher):  # type: ignore[misc,name-defined]
            def __init__(self, assets: Mapping[str, bytes]) -> None:
                super().__init__(allowed_protocols=("data",), allow_redirects=False)
                self._assets = assets

            def fetch(self, url: str, headers: Any = None) -> Any:
                """Hand out pictures that came with the job, and drawings that stand in the form itself."""
                if url.startswith("sanbao:"):
                    data = self._assets[url.removeprefix("sanbao:")]
                    return response(url, data, {"Content-Type": image_type(data) or "application/octet-stream"})
                if not url.lower().startswith(("data:image/svg+xml", "data:image/png", "data:image/jpeg")):
                    raise PermissionError("only pictures that came with the form may be shown")
                return super().fetch(url, headers)

        return ClosedFetcher

    def _warm_up(self) -> None:
        """Print one line, so that fonts are found and lazy imports done before any limit is set."""
        text = '<html lang="zh-CN"><p style="font-family: Noto Sans SC">保修</p><p style="font-family: Noto Serif SC">Aa'
        self.print(text, {}, 1)


def _strip(root: Any) -> None:
    """Take out what would load something, and turn attached files into plain links."""
    for parent in list(root.iter()):
        for child in list(parent):
            if isinstance(child.tag, str) and child.tag.rpartition("}")[2].lower() in _REFUSED_ELEMENTS:
                _remove(parent, child)
        if parent.tag in ("a", "area"):
            parent.attrib.pop("rel", None)


def _remove(parent: Any, child: Any) -> None:
    """Remove an element but keep the words that follow it."""
    index = list(parent).index(child)
    if child.tail and index:
        before = parent[index - 1]
        before.tail = (before.tail or "") + child.tail
    elif child.tail:
        parent.text = (parent.text or "") + child.tail
    parent.remove(child)


def _identifier(html: str, assets: Mapping[str, bytes]) -> bytes:
    """Return the file identifier: it depends on what is printed, not on when or where."""
    digest = sha256(html.encode())
    for name in sorted(assets):
        digest.update(sha256(name.encode()).digest() + sha256(assets[name]).digest())
    return digest.hexdigest()[:32].encode()


if __name__ == "__main__":
    main()
