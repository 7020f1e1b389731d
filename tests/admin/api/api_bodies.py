"""Bodies that no honest program sends, each with what the request says of itself."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Iterator
from functools import cache
from typing import Any

Sent = dict[str, Any]
JSON = "application/json"


def hostile(good: dict[str, Any], field: str) -> Iterator[tuple[str, Sent]]:
    """Yield more than sixty kinds, each made from a body that would be taken; ``field`` is one that takes text."""
    plain = json.dumps(good)
    yield from _not_json(plain)
    yield from _strange_json(good, plain, field)
    yield from _strange_values(good, field)
    yield from _strange_requests(plain)


@cache
def _bomb(good: bytes) -> bytes:
    return gzip.compress(b" " * 50_000_000 + good)


def _body(raw: bytes | str, content_type: str = JSON, **more: Any) -> Sent:
    data = raw.encode("utf-8", "surrogatepass") if isinstance(raw, str) else raw
    return {"data": data, "content_type": content_type, **more}


def _not_json(plain: str) -> Iterator[tuple[str, Sent]]:
    texts = {
        "half": plain[:-2],
        "trailing comma": plain[:-1] + ",}",
        "single quotes": plain.replace('"', "'"),
        "comment": plain + "// x",
        "two objects": plain + plain,
        "javascript": f"({plain})",
        "prefix": ")]}'," + plain,
        "yaml": "a: 1",
        "xml": '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
        "html": "<script>alert(1)</script>",
        "form": "a=1&b=2",
        "python": "__import__('os').getcwd()",
        "number": "1",
        "text": '"x"',
        "true": "true",
        "null": "null",
        "list": f"[{plain}]",
        "empty list": "[]",
        "only a nul": "\0",
        "nul behind": plain + "\0",
        "nul before": "\0" + plain,
        "raw line end in text": '{"x": "a\nb"}',
        "bare word": "{x: 1}",
        "hexadecimal": '{"x": 0x10}',
        "leading zero": '{"x": 007}',
        "plus": '{"x": +1}',
        "bad escape": '{"x": "\\q"}',
        "half an escape": '{"x": "\\u12"}',
    }
    for name, text in texts.items():
        yield name, _body(text)
    yield "utf-16", _body(plain.encode("utf-16"))
    yield "utf-32", _body(plain.encode("utf-32"))
    yield "byte order mark", _body(b"\xef\xbb\xbf" + plain.encode())
    yield "gb18030", _body('{"x": "漏油"}'.encode("gb18030"))
    yield "invalid utf-8", _body(b'{"x": "\xff\xfe"}')
    yield "overlong utf-8", _body(b'{"x": "\xc0\x80"}')
    yield "surrogate in utf-8", _body(b'{"x": "\xed\xa0\x80"}')
    yield "random bytes", _body(bytes(range(256)) * 20)


def _strange_json(good: dict[str, Any], plain: str, field: str) -> Iterator[tuple[str, Sent]]:
    open_ = plain[:-1]
    texts = {
        "41 lists deep": open_ + ', "x": ' + "[" * 41 + "]" * 41 + "}",
        "100 000 lists deep": "[" * 100_000,
        "100 000 objects deep": '{"a":' * 100_000,
        "closed 100 000 deep": open_ + ', "x": ' + "[" * 100_000 + "]" * 100_000 + "}",
        "10^400": open_ + ', "x": 1' + "0" * 400 + "}",
        "1e400": open_ + ', "x": 1e400}',
        "million digits": open_ + ', "x": ' + "9" * 1_000_000 + "}",
        "NaN": open_ + ', "x": NaN}',
        "Infinity": open_ + ', "x": -Infinity}',
        "duplicate": open_ + f', "{field}": "again"' + "}",
        "duplicate by escape": open_ + f', "\\u{ord(field[0]):04x}{field[1:]}": "again"' + "}",
        "nul in text": open_ + ', "x": "a\\u0000b"}',
        "nul in name": open_ + ', "a\\u0000": 1}',
        "lone surrogate": open_ + ', "x": "\\ud800"}',
        "lone surrogate in name": open_ + ', "\\udfff": 1}',
        "half million values": open_ + ', "x": [' + "1," * 500_000 + "1]}",
        "half million names": "{" + ",".join(f'"a{n}":1' for n in range(500_000)) + "}",
        "unknown field": open_ + ', "colour": "red"}',
        "prototype": open_ + ', "__proto__": {"is_admin": true}}',
        "dunder": open_ + ', "__class__": "x"}',
    }
    for name, text in texts.items():
        yield name, _body(text)


def _strange_values(good: dict[str, Any], field: str) -> Iterator[tuple[str, Sent]]:
    values: dict[str, Any] = {
        "null as text": None,
        "list as text": ["x"],
        "object as text": {"$ne": ""},
        "truth as text": True,
        "blank": "  \u3000 ",
        "control characters": "a\u0007b",
        "escape sequence": "\u001b[2J",
        "endless text": "x" * 1_000_000,
        "many flags": "🇨🇳" * 100_000,
        "combining marks": "a" + "\u0301" * 500_000,
    }
    for name, value in values.items():
        yield name, _body(json.dumps({**good, field: value}))


def _strange_requests(plain: str) -> Iterator[tuple[str, Sent]]:
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/xml",
                 "application/json; charset=gbk", "application/json-patch+json", "*/*", "JSON", "text/json", ""):  # fmt: skip
        yield f"media type {kind}", _body(plain, kind)
    bomb = _bomb(plain.encode())
    yield "gzip bomb", _body(bomb, headers={"Content-Encoding": "gzip"})
    yield "gzip unsaid", _body(gzip.compress(plain.encode()))
    yield "deflate", _body(plain, headers={"Content-Encoding": "deflate"})
    yield "50 MB", _body(b" " * 50_000_000 + plain.encode())
    yield "17 MB of text", _body('{"x": "' + "y" * 17_000_000 + '"}')
    yield (
        "chunked 50 MB",
        {
            "input_stream": io.BytesIO(b" " * 50_000_000 + plain.encode()),
            "content_type": JSON,
            "environ_overrides": {"wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"},
        },
    )
    yield "longer than sent", {
        "input_stream": io.BytesIO(plain.encode()), "content_type": JSON, "environ_overrides": {"CONTENT_LENGTH": "100000"}
    }  # fmt: skip
