"""What the back office adds to sanbao: its own tables and settings, in a manifest like any plugin's."""

from __future__ import annotations

from sanbao.i18n import N_
from sanbao.plugin import Job, Plugin, SettingSpec
from sanbao_admin.api.models import Token
from sanbao_admin.importing import cleaning as imports
from sanbao_admin.importing.models import ImportColumns, ImportJob
from sanbao_admin.lists.models import Preference, SavedFilter
from sanbao_admin.remembering import cleaning as kept_forms
from sanbao_admin.remembering.models import KeptForm
from sanbao_admin.runs import cleaning as bulk_runs
from sanbao_admin.runs.models import BulkRun
from sanbao_admin.signing_in import cleaning
from sanbao_admin.signing_in.models import Account, LogEntry, SessionRow, Tries

plugin = Plugin(
    name="admin",
    title=N_("Back office"),
    version="0.1.0",
    package="sanbao_admin",
    models=[
        Account,
        SessionRow,
        Tries,
        LogEntry,
        Token,
        SavedFilter,
        Preference,
        ImportJob,
        ImportColumns,
        KeptForm,
        BulkRun,
    ],
    settings=[
        SettingSpec(
            "sign_in_needs_totp",
            "",
            N_("Which roles must sign in with a second factor, such as: administrator, finance."),
        ),
    ],
    jobs=[
        Job("expired_sessions", 60, cleaning.clean),
        Job("old_imports", 24 * 60, imports.forget_old),
        Job("old_forms", 30, kept_forms.forget_old),
        Job("silent_runs", 1, bulk_runs.go_on),
        Job("old_runs", 24 * 60, bulk_runs.forget_old),
    ],
)
