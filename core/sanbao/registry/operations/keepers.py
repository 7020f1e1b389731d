"""Who keeps master data and the files of units."""

from __future__ import annotations

MASTER = ("service_manager", "service_clerk", "sales", "design")
UNIT_KEEPERS = ("service_manager", "service_clerk", "service_engineer", "sales", "implementation_manager")
