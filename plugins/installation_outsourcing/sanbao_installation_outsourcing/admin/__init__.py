"""What the installer outsourcing plugin shows in the back office; nothing else of it knows that there is one."""

from __future__ import annotations

from sanbao_installation_outsourcing.admin.jobs import lists, panels

__all__ = ["lists", "panels"]
