"""Reasons to say no about business papers."""

from __future__ import annotations

from sanbao.errors import Conflict, Refused
from sanbao.i18n import N_


class PluginIsOff(Refused):
    """Only the plugin that a paper belongs to knows how it moves and what takes its entries back."""

    code = "document.plugin_is_off"
    message = N_(
        "the plugin {plugin} of {document} is switched off; switch it on first: sanbao plugin enable {plugin}"
    )


class PluginIsGone(Refused):
    """A paper whose plugin was purged is kept for reading."""

    code = "document.plugin_is_gone"
    message = N_("the plugin of {document} was deleted for good; the paper can only be read")


class WrongState(Refused):
    """The paper is not in a state from which this can be done."""

    code = "document.wrong_state"
    message = N_("{document} is {state}; {operation} needs it to be {needed}")


class NotThisMove(Refused):
    """The operation did not declare such a move."""

    code = "document.move_not_declared"
    message = N_("{operation} must not move {document} from {state} to {target}")


class NotVersioned(Refused):
    """A version stands for one record that counts its changes."""

    code = "document.not_versioned"
    message = N_(
        "{operation}: a version can be given for one record that counts its changes; leave it out here"
    )


class ChangedMeanwhile(Conflict):
    """Somebody else changed the record after it was shown."""

    code = "document.changed_meanwhile"
    message = N_(
        "{document} was changed meanwhile (version {now}, you saw {seen}); look again before you go on"
    )


class CostsRemain(Refused):
    """A case that still carries cost cannot end."""

    code = "costing.not_settled"
    message = N_("{document} still carries {amount} on {accounts}; settle it before it ends")


class CannotVoid(Refused):
    """A paper with postings is put right by reversal first."""

    code = "document.cannot_void"
    message = N_("{document} is {state} and cannot be voided")


class StillPosted(Refused):
    """What a paper posted stands in the books."""

    code = "document.still_posted"
    message = N_("{document} stands in the books with {accounts}; take that back first")


class PapersDepend(Refused):
    """Other papers rest on this one."""

    code = "document.papers_depend"
    message = N_("{papers} rest on {document}; end or void them first")


class CannotReopen(Refused):
    """The flow knows no harmless way back from this state."""

    code = "document.cannot_reopen"
    message = N_("{document} is {state}; from there it cannot be reopened")


class AlreadyLinked(Refused):
    """A paper cannot be its own duplicate, and is marked once."""

    code = "document.bad_duplicate"
    message = N_("{document} cannot be marked as a duplicate of {other}")
