"""The tables that people bring: vehicles to install, and what the client signed for."""

from __future__ import annotations

from sanbao.i18n import N_
from sanbao.importing.columns import day
from sanbao.plugin import ImportKind
from sanbao.tables import Column

_CONTRACT = Column("contract", "合同编号", "Contract", required=True, example="IC202406-0001")
_JOBS = (
    _CONTRACT,
    Column("lot", "标段", "Lot", required=True, example="A"),
    Column("centre", "监控中心", "Centre", help=N_("The code of a branch office."), example="SQ"),
    Column("site", "安装地点", "Site", help=N_("The code of a site.")),
    Column("client", "客户编码", "Client", help=N_("Whose vehicles these are."), example="C001"),
    Column("product", "终端型号", "Product", example="BD-2"),
    Column("plate", "车牌号", "Plate", help=N_("The plate or the VIN must be there."), example="豫A12345"),
    Column("vin", "车架号", "VIN", example="LSVAU2A37N2183294"),
    Column("owner", "车主", "Owner", example="张三"),
    Column("phone", "联系电话", "Phone", example="13800138000"),
    Column("sim", "SIM卡号", "SIM", help=N_("Shown to few, and masked once the work is done.")),
    day("planned_on", "计划安装日", "Planned on", "2024-06-06"),
)
_SIGNATURES = (
    _CONTRACT,
    Column("vehicle", "车牌号或车架号", "Vehicle", required=True, example="豫A12345"),
    day("signed_on", "签字日期", "Signed on", "2024-06-07"),
    Column("signer", "签字人", "Signer", example="刘主任"),
)
_DEVIATIONS = (
    Column("party", "招标人编码", "Owner", required=True, example="ZB"),
    Column("tender_no", "招标编号", "Tender no.", required=True, example="HA-2024-017"),
    Column("title", "名称", "Title", example="监控平台技术偏离表"),
    Column("part", "部分", "Part of the bid", help=N_("technical or commercial."), example="technical"),
    Column("clause", "招标条款", "Clause of the tender", required=True, example="3.2"),
    Column("requirement", "招标要求", "What the tender asks", required=True, example="24小时内到达现场"),
    Column("answer", "投标响应", "What we answer", required=True, example="12小时内到达现场"),
    Column(
        "deviation",
        "偏离",
        "Deviation",
        required=True,
        help=N_("none, positive or negative."),
        example="positive",
    ),
    Column("remark", "说明", "Remark", help=N_("Every deviation is explained."), example="优于招标要求"),
    Column("person", "响应人", "Answered by", required=True, example="张工"),
)
KINDS = [
    ImportKind(
        "bid_deviation",
        N_("Deviation list of a bid"),
        "bid_deviation.draft",
        _DEVIATIONS,
        "",
        "偏离表",
        lines="lines",
    ),
    ImportKind(
        "installation_job", N_("Vehicles to install"), "job.plan", _JOBS, "", "待安装车辆", lines="jobs"
    ),
    ImportKind(
        "installation_signature",
        N_("Acceptance signatures"),
        "job.sign_list",
        _SIGNATURES,
        "",
        "验收签字",
        lines="rows",
    ),
]
