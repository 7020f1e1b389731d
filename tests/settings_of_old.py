"""A setting as an earlier version kept it, before its form was checked: what reads it must still say what is wrong."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, insert

import sanbao
from sanbao.registry.models import Setting


def keep_of_old(erp: sanbao.Sanbao, name: str, value: Any) -> None:
    """Write a setting into its table without asking whether anybody can read it."""
    mine = (Setting.company_id == erp.company_row.id) & (Setting.name == name)
    with erp.database.writer.held(), erp.database.engine.begin() as connection:
        connection.execute(delete(Setting).where(mine))
        row = {"company_id": erp.company_row.id, "name": name, "value": {"value": value}}
        connection.execute(insert(Setting).values(**row))
