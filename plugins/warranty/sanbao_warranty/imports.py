"""The tables that people bring to the warranty plugin: what suppliers promise us, and provision rates."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from sanbao.i18n import N_
from sanbao.importing.columns import DAY, day
from sanbao.plugin import ImportKind
from sanbao.tables import YES_NO, Choice, Column
from sanbao_warranty.operations.provisions.rates import list_rates
from sanbao_warranty.operations.suppliers import list_terms

if TYPE_CHECKING:
    from sanbao.work import Work

_SETTLED = (
    Choice("payable", "冲抵应付款", "Against what we owe"),
    Choice("bank", "银行收款", "Paid to the bank"),
)
_PAYS = (
    Choice("part", "部件价款", "The price of the part"),
    Choice("all", "全案费用", "The whole cost of the case"),
)
_TERMS = (
    Column("supplier", "供方编码", "Supplier", required=True, example="S001"),
    Column("product", "产品编码", "Product", example="PUMP-3"),
    Column("part", "部件编码", "Part", help=N_("A part of the product; left out, the whole of it.")),
    Column("item", "备件编码", "Spare part", help=N_("A stock item, wherever it is built in.")),
    Column("policy", "质保条款", "Promise", required=True, example="WP-000-3Y5Y"),
    Column("valid_from", "购入起始日", "Bought from", required=True, example="2024-01-01", help=DAY),
    day("valid_until", "购入截止日", "Bought until"),
    Column("notice_days", "通知期限(天)", "Notice days", example="30"),
    Column("answer_days", "答复期限(天)", "Answer days", example="20"),
    Column(
        "evidence",
        "所需凭证",
        "Evidence",
        help=N_("file, evidence, signature, photo; several with commas."),
        example="photo",
    ),
    Column("settled_by", "结算方式", "Settled", choices=_SETTLED),
    Column("pays", "赔付范围", "Pays", choices=_PAYS),
    Column("is_manufacturer", "是否厂家标准质保", "Manufacturer's standard", choices=YES_NO),
)
_RATES = (
    Column("product", "产品编码", "Product", example="PUMP-3"),
    Column("category", "类别", "Category"),
    Column("percent", "计提比例(%)", "Per cent of sales", example="1.5"),
    Column("per_unit", "每台计提额", "Per unit"),
    Column("months", "预计索赔月数", "Months of claims", example="36"),
    Column("cost_centre", "成本中心", "Cost centre"),
    Column("valid_from", "起始月份", "From month", required=True, example="2024-01"),
    Column("valid_until", "截止月份", "Until month"),
    Column("reason", "依据", "Reason"),
)


def supplier_terms(work: Work) -> Iterator[dict[str, Any]]:
    """Give every supplier's terms as they could be brought again."""
    for row in list_terms(work):
        code, _at, _version = row.pop("promise").partition("@")
        yield {**row, "policy": code, "evidence": ",".join(row["evidence"])}


def provision_rates(work: Work) -> Iterator[dict[str, Any]]:
    """Give every provision rate as it could be brought again."""
    fields = [column.field for column in _RATES]
    for row in list_rates(work):
        months = {
            name: f"{row[name]:%Y-%m}" for name in ("valid_from", "valid_until") if row[name] is not None
        }
        yield {name: row[name] for name in fields} | months


KINDS = [
    ImportKind(
        "supplier_terms",
        N_("Suppliers' terms"),
        "supplier.bind_terms",
        _TERMS,
        "",
        "供方质保条款",
        rows=supplier_terms,
    ),
    ImportKind(
        "provision_rate",
        N_("Provision rates"),
        "provision.set_rate",
        _RATES,
        "",
        "准备金计提比例",
        rows=provision_rates,
    ),
]
