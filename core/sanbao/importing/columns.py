"""The columns of the core's tables, each defined once: field, titles, example, help, choices."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import marshmallow as ma
from marshmallow import fields

from sanbao.i18n import N_, translate
from sanbao.registry.schemas import FILE_POLICIES
from sanbao.schema import ChoiceField, YesNoField
from sanbao.tables import YES_NO, Choice, Column


def choices(labels: Mapping[str, str]) -> tuple[Choice, ...]:
    """Return the choices of a field in both languages."""
    return tuple(Choice(code, "", label) for code, label in labels.items())


def code(example: str, help: str = "") -> Column:  # noqa: A002
    """Return the column of a record's own code."""
    return Column("code", "编码", "Code", required=True, example=example, help=help, aliases=("代码", "编号"))


def name(example: str) -> Column:
    """Return the column of a record's name."""
    return Column("name", "名称", "Name", required=True, example=example)


#: Stands in each row of examples, so that nobody's own row is ever taken for one and passed over.
EXAMPLE = "示例 example"
NAME_EN = Column("name_en", "英文名称", "English name")
PHONE = Column("phone", "电话", "Phone", example="0571-88886666", aliases=("联系电话", "手机"))
PARTY = Column("party", "往来单位", "Party", help=N_("The code of a customer, supplier or installer."), aliases=("单位编码",))
DAY = N_("A day such as 2024-02-29.")
ADDITIONAL = N_("Yes where the same account, party, goods and place were opened before and this is one more.")


def day(field: str, title_zh: str, title_en: str, example: str = "") -> Column:
    """Return a column for a day."""
    return Column(field, title_zh, title_en, example=example, help=DAY)


COST_CENTRE = (code("PROD"), name(EXAMPLE), Column("office", "办事处", "Office", help=N_("The code of a branch office.")))
PARTY_COLUMNS = (
    code("C001", N_("A short code that is unique, for example C001.")),
    name("东海冷链物流"),
    NAME_EN,
    Column("roles", "角色", "Roles", example="customer", help=N_("customer, supplier, installer, staff; several with commas.")),
    PHONE,
    Column("email", "邮箱", "E-mail"),
    Column("address", "地址", "Address", example=EXAMPLE),
    Column("country", "国家", "Country", help=N_("Two letters, such as CN.")),
    Column("segment", "客户等级", "Segment"),
    Column("is_consumer", "是否个人消费者", "Consumer", choices=YES_NO),
)
PRODUCT = (
    code("PUMP-3"),
    name("增压泵"),
    NAME_EN,
    Column("category", "类别", "Category", example=EXAMPLE),
    Column("service_class", "服务类别", "Service class", example="1", help=N_("1 large equipment, 2 standard device, 3 part (PRD-01).")),
    Column("file_policy", "建档要求", "Service file", choices=choices(FILE_POLICIES)),
    Column("measure", "计量单位", "Measure", example="台"),
    Column("price", "单价", "Price", example="12800.00"),
    Column("key_parts", "关键部件", "Key parts", example="PLC,MOTOR", help=N_("Codes of key parts, with commas (W-03).")),
)
PRODUCT_PART = (
    Column("product", "产品编码", "Product", required=True, example="PUMP-3", aliases=("产品",)),
    Column("code", "部件编码", "Part", required=True, example="SEAL", aliases=("部件",)),
    Column("name", "部件名称", "Part name", example=EXAMPLE),
    Column("is_key", "是否关键部件", "Key part", choices=YES_NO, example="no"),
    Column("item", "备件编码", "Spare part", help=N_("The code of the product that is kept in stock for it.")),
)
SITE = (
    code("SITE-1"),
    name("东海一号冷库"),
    PARTY,
    Column("address", "地址", "Address", example=EXAMPLE),
    Column("contact", "联系人", "Contact"),
    PHONE,
    Column("time_zone", "时区", "Time zone", help=N_("Only where it differs from the company's, such as Asia/Urumqi.")),
)
PLACE = (code("VAN-1"), name(EXAMPLE), PARTY)
HOST = (
    code("H-EXAMPLE"),
    Column("kind", "载体类型", "Kind", example="vehicle"),
    Column("plate", "车牌号", "Plate", example="浙A12345"),
    Column("vin", "车架号", "VIN"),
    PARTY,
)
UNIT = (
    Column("serial", "序列号", "Serial no.", required=True, example="HA2024-00012345", aliases=("机身号", "出厂编号")),
    Column("product", "产品编码", "Product", required=True, example="PUMP-3", aliases=("产品", "型号")),
    Column("customer", "客户编码", "Customer", example="C001", aliases=("客户",)),
    Column("site", "安装地点", "Site", help=N_("The code of a site.")),
    Column("host", "载体编码", "Built into", help=N_("The code of a vehicle or other host.")),
    Column("installer", "安装商", "Installer", help=N_("The code of an installer.")),
    Column("order_no", "订单号", "Order no."),
    Column("invoice_no", "发票号", "Invoice no."),
    Column("contract_no", "合同号", "Contract no."),
    Column("batch", "批次", "Batch", example=EXAMPLE),
    Column("price_paid", "成交价", "Price paid", example="12800.00"),
    day("ex_factory_on", "出厂日期", "Left the factory on"),
    day("sold_on", "销售日期", "Sold on"),
    day("invoiced_on", "开票日期", "Invoiced on"),
    day("delivered_on", "交货日期", "Delivered on"),
    day("installed_on", "安装日期", "Installed on"),
    day("commissioned_on", "调试完成日期", "Commissioned on"),
    day("handed_over_on", "移交日期", "Handed over on"),
    day("accepted_on", "验收日期", "Accepted on", example="2024-02-29"),
)
UNIT_PART = (
    Column("unit", "设备序列号", "Unit", required=True, example="HA2024-00012345"),
    Column("code", "部件编码", "Part", required=True, example="PLC", aliases=("部件",)),
    Column("serial", "部件序列号", "Part serial no.", example=EXAMPLE),
    day("installed_on", "装机日期", "Installed on"),
)
OPENING = (
    Column("date", "日期", "Date", required=True, example="2024-01-01", help=DAY),
    Column("account", "科目", "Account", required=True, example="1403", aliases=("科目编码",)),
    Column("debit", "借方", "Debit", example="5000.00"),
    Column("credit", "贷方", "Credit"),
    Column("summary", "摘要", "Summary", example=EXAMPLE),
    Column("party", "往来单位", "Party"),
    Column("cost_centre", "成本中心", "Cost centre"),
    Column("product", "产品编码", "Product", example="BOARD"),
    Column("unit", "设备序列号", "Unit"),
    Column("place", "库位", "Place", example="DEPOT"),
    Column("quantity", "数量", "Quantity", example="100"),
    Column("additional", "补充录入", "Additional", choices=YES_NO, help=ADDITIONAL),
)

PRICE_LIST = (
    Column("code", "价目表", "Price list", required=True, example="P-2024", aliases=("价目表编码",)),
    Column("name", "名称", "Name", required=True, example=EXAMPLE),
    Column("tax_inclusive", "含税", "With tax", choices=YES_NO, example="no"),
    Column("valid_from", "生效日期", "Valid from", required=True, example="2024-01-01", help=DAY),
    day("valid_to", "失效日期", "Valid to"),
    PARTY,
    Column("item", "项目编码", "Item", required=True, example="LABOUR", help=N_("The code of a product or of a service.")),
    Column("text", "项目名称", "Item name", example="维修工时"),
    Column("measure", "计量单位", "Measure", example="小时"),
    Column("price", "单价", "Price", required=True, example="120.00"),
    Column("tax", "税率", "Tax rate", required=True, example="VAT13", help=N_("The code of a tax rate such as VAT13.")),
)


def derived(field_name: str, field: fields.Field[Any]) -> Column:
    """Return the column of a field that a plugin adds to an operation: titles and help from the field itself."""
    title = str(field.metadata.get("title") or field_name.replace("_", " ").capitalize())
    labels = field.choices if isinstance(field, ChoiceField) else {}
    offered = YES_NO if isinstance(field, YesNoField) else choices(labels)
    return Column(
        field_name,
        translate(title, "zh_Hans_CN"),
        title,
        required=field.required,
        example=str(field.metadata.get("example", "")),
        help=str(field.metadata.get("help", "")),
        choices=offered,
    )


def is_flat(field: fields.Field[Any]) -> bool:
    """Tell whether a field fits into one cell."""
    inner = field.inner if isinstance(field, ma.fields.List) else field
    return not isinstance(inner, fields.Nested | fields.Dict | fields.Raw)
