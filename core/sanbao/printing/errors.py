"""The printing room's reasons to say no."""

from __future__ import annotations

from sanbao.errors import Invalid, Misconfigured, NotFound, Refused
from sanbao.i18n import N_

#: What a fresh Debian or Ubuntu needs besides the Python packages.
APT_LINE = "apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
PIP_LINE = "pip install 'sanbao[pdf]'"


class PrintingUnavailable(Misconfigured):
    """No paper can be printed here until somebody installs what is missing; all else works."""

    code = "printing.unavailable"
    message = N_("PDF printing is not available: {reason}")


class PackageMissing(PrintingUnavailable):
    """A Python package of the pdf extra is not installed."""

    code = "printing.package_missing"
    message = N_("PDF printing is not available because {package} is not installed; install it with: {command}")


class PangoMissing(PrintingUnavailable):
    """The system library that sets type is not installed."""

    code = "printing.pango_missing"
    message = N_(
        "PDF printing is not available because the system library Pango is not installed; install it with: {command}"
    )


class FontMissing(PrintingUnavailable):
    """The packaged Chinese font is not installed, or its file is gone."""

    code = "printing.font_missing"
    message = N_(
        "PDF printing is not available because the Chinese font {package} is not installed; install it with: {command}"
    )


class FormFaulty(Misconfigured):
    """A form's template is missing, broken, or asks for something that the document does not bring."""

    code = "printing.form_faulty"
    message = N_("The form “{form}” cannot be filled in: {reason}")


class AssetMissing(NotFound):
    """A form shows a picture that was not handed over with it."""

    code = "printing.asset_missing"
    message = N_("The form shows the picture “{name}”, but no such picture was attached")


class AssetRefused(Invalid):
    """A picture for a form is neither PNG nor JPEG, or it is too large; drawings (SVG) are never taken."""

    code = "printing.asset_refused"
    message = N_("These pictures cannot be printed: {names}; use PNG or JPEG files of at most {megabytes} MB")


class PrintRefused(Refused):
    """This paper could not be printed; others can."""

    code = "printing.failed"
    message = N_("The form could not be printed ({reason}); nothing else is affected")


class TooSlow(PrintRefused):
    """The paper took longer than is allowed and was stopped."""

    code = "printing.too_slow"
    message = N_("Printing was stopped after {seconds} seconds; print fewer lines at a time")


class TooLarge(PrintRefused):
    """The paper would have more pages, or need more memory, than is allowed."""

    code = "printing.too_large"
    message = N_("The form is too large to print ({reason}); print fewer lines at a time")


class Busy(PrintRefused):
    """Every printing process is occupied and none became free in time."""

    code = "printing.busy"
    message = N_("All printing processes are busy; please try again in a minute")
