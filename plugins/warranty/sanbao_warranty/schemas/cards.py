"""What comes in about warranty cards."""

from __future__ import annotations

from sanbao.schema import Input, TextField


class IssueCard(Input):
    """For which units a card is issued; a new one in place of an old one says why."""

    because = TextField(longest=400)


class RevokeCard(Input):
    """Why a card does not count any more."""

    because = TextField(required=True, longest=400)


class VerifyCard(Input):
    """The code as it stands on the card, or as it was scanned."""

    code = TextField(required=True, longest=300)
