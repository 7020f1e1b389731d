"""The sample sheet's values, shared by the tests of this room."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sanbao.decision import Step, Text
from sanbao.printing import Form

SHEET = Form("sample.decision_sheet", "Claim decision", "sample/decision_sheet.html", "sample_forms")


def values(lines: int = 3, **changes: Any) -> dict[str, Any]:
    """Return what the sample sheet shows: a claim under a three-year promise."""
    items = ["人工 Labour", "差旅 Travel", "增压泵控制板 PLC", "运费 Freight"]
    rows = [
        {"item": items[n % 4], "quantity": n % 3 + 1, "price": "150.05", "amount": "150.05"} for n in range(lines)
    ]
    given: dict[str, Any] = {
        "company": {
            "name": "华安监控服务有限公司",
            "name_en": "Hua'an Monitoring Service Co., Ltd.",
            "address": "浙江省杭州市滨江区江南大道 88 号",
            "phone": "0571-8888 0000",
            "tax_number": "91330100MA2XXXXX0A",
        },
        "document": {"number": "CLM-2024-000017"},
        "customer": "骨科医院住房保障部(令)",
        "unit": "PUMP-3 增压泵 / 0012",
        "accepted_on": date(2024, 2, 29),
        "reported_at": datetime(2024, 6, 2, 15, 50, tzinfo=UTC),
        "fault": "E07 无压力。",
        "profile": {"zh": "整机三年、主控五年", "en": "3 years, PLC 5 years"},
        "rows": rows,
        "total": Decimal("2050.05"),
        "sentence": Text(
            "Covered until {until} by {profile}.", {"until": date(2027, 2, 28), "profile": "WP-000-3Y5Y"}
        ),
        "steps": [
            Step("W-03", Text("36 months from acceptance end on {until}", {"until": date(2027, 2, 28)}),
                 {"accepted_on": date(2024, 2, 29), "months": 36}, "2024-02-29 + 36 months − 1 day", True),
            Step("W-11", Text("Misuse is excluded"), {"misuse": False, "evidence": []}, "", False),
        ],
        "shares": [("华安 Hua'an", 60), ("供应商 Supplier", 35), ("客户 Customer", 5)],
    }
    return {**given, **changes}
