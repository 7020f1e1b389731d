"""The way of a piece as data: which step leads from where to where (RMA-01)."""

from __future__ import annotations

from collections.abc import Mapping

#: Step → the states from which it may be taken, each with the one to which it leads.
STEPS: Mapping[str, Mapping[str, str]] = {
    "receive": {"announced": "received"},
    "diagnose": {"received": "diagnosed", "diagnosed": "diagnosed"},
    "quote": {
        "diagnosed": "quoted",
        "declined": "quoted",
        "expired": "quoted",
    },
    "agree": {"quoted": "agreed"},
    "decline": {"quoted": "declined"},
    "expire": {"quoted": "expired"},
    # A new version of a quote stops also what was begun: nothing goes on before its own agreement (RMA-04).
    "ask_again": dict.fromkeys(
        ("quoted", "agreed", "declined", "expired", "repairing", "repaired", "qc_passed"), "quoted"
    ),
    "resume": {"quoted": "repairing"},
    "take_quote_back": {"quoted": "diagnosed"},
    "start": {"diagnosed": "repairing", "agreed": "repairing"},
    "send_to_factory": {"diagnosed": "at_factory", "agreed": "at_factory", "repairing": "at_factory"},
    "back_from_factory": {"at_factory": "repairing"},
    "finish": {"repairing": "repaired", "diagnosed": "repaired"},
    "pass_quality": {"repaired": "qc_passed"},
    "fail_quality": {"repaired": "repairing"},
    "issue": {
        "qc_passed": "outbound",
        "declined": "outbound",
        "expired": "outbound",
        "unclaimed": "outbound",
    },
    "deliver": {"outbound": "delivered"},
    "exchange": dict.fromkeys(("diagnosed", "repairing", "repaired", "agreed", "declined"), "exchanged"),
    "refund": dict.fromkeys(("diagnosed", "repairing", "repaired", "agreed", "declined"), "refunded"),
    "scrap": dict.fromkeys(
        ("diagnosed", "agreed", "declined", "expired", "repairing", "repaired", "unclaimed"), "scrapped"
    ),
    "mark_unclaimed": dict.fromkeys(("declined", "expired", "qc_passed", "outbound"), "unclaimed"),
    "charge": {"announced": "charged"},
    "miss": {"announced": "void", "received": "void"},
}
#: Pieces that we have in hand, or that somebody has for us.
IN_HAND = (
    "received",
    "diagnosed",
    "quoted",
    "agreed",
    "declined",
    "expired",
    "repairing",
    "at_factory",
    "repaired",
    "qc_passed",
    "outbound",
)
#: Where the way of a piece ends.
ENDED = ("delivered", "exchanged", "refunded", "scrapped", "unclaimed", "charged", "void")
#: Pieces that were repaired, so that a guarantee of the repair begins with their delivery (RMA-13).
UNREPAIRED = ("declined", "expired")


def count_differs(announced: int, received: int, strange: int) -> bool:
    """Tell whether a parcel holds something else than was announced (RMA-02): more, fewer, or pieces nobody named.

    >>> count_differs(5, 5, 0), count_differs(5, 4, 0), count_differs(5, 5, 1)
    (False, True, True)
    """
    return announced != received or strange > 0
