"""The table of returns that people bring: one row for each piece, taken together by parcel."""

from __future__ import annotations

from sanbao.i18n import N_
from sanbao.importing.columns import day
from sanbao.plugin import ImportKind
from sanbao.tables import Column

_PIECES = (
    Column("parcel", "客户返修单号", "Customer's parcel no.", required=True, example="HA-2024-0611", aliases=("返修单号", "包裹号")),
    Column("party", "送修单位编码", "Sender", required=True, example="C001", help=N_("The code of the customer who sends the parcel."), aliases=("客户编码",)),
    Column("serial", "序列号", "Serial no.", example="HA2024-00012345", aliases=("机身号",)),
    Column("product", "产品编码", "Product", example="PUMP-3", help=N_("Needed where there is no serial number, or nobody knows it yet."), aliases=("型号",)),
    Column("position", "件序号", "Position", example="1", help=N_("Needed where there is no serial number.")),
    Column("owner", "最终客户编码", "End customer", help=N_("The code of the end customer, where the sender is a dealer.")),
    Column("fault_code", "故障代码", "Fault code", example="E07"),
    Column("fault", "故障现象", "Fault", example="无压力"),
    Column("accessories", "随机附件", "Accessories", example="电源线,遥控器", help=N_("Several with commas.")),
    Column("condition", "外观状况", "Condition"),
    day("requested_on", "客户要求日期", "Requested on"),
    day("purchased_on", "购买日期", "Purchased on"),
    day("announced_on", "通知日期", "Announced on", "2024-06-03"),
    day("received_on", "收货日期", "Received on"),
    Column("place", "收货库位", "Place", help=N_("Left out, where parcels are opened.")),
    Column("carrier", "承运商", "Carrier"),
    Column("tracking", "运单号", "Tracking no."),
    Column("reason", "退回原因", "Reason"),
)  # fmt: skip
KINDS = [ImportKind("rma", N_("Returns"), "rma.bring_in", _PIECES, "", "返修明细", lines="pieces")]
