"""Lists of master data: units, parties, products, sites and what else the company keeps."""

from __future__ import annotations

from typing import Any

from sanbao.access.models import User
from sanbao.charging.models import PriceList
from sanbao.i18n import N_
from sanbao.registry.models import CostCentre, Host, Office, Party, Place, Product, Site, Unit
from sanbao.registry.schemas import FILE_POLICIES
from sanbao_admin.lists.spec import Col, ListSpec, Search, Through

UNIT_STATES = {
    "in_use": N_("in use"),
    "in_stock": N_("in stock"),
    "replaced": N_("replaced"),
    "scrapped": N_("scrapped"),
}
_ALL: dict[str, Any] = {"is_filter": True, "is_group": True}
_DAY: dict[str, Any] = {"look": "date", "is_sortable": True, "is_filter": True, "is_group": True}
_HIDDEN: dict[str, Any] = {"is_shown": False, "is_filter": True}


def _code(column: Any) -> Col:
    return Col("code", column, "code", is_sortable=True, is_key=True)


def _party(column: Any, field: str = "party", **more: Any) -> Col:
    return Col(field, column, "reference", target="party", **{**_ALL, **more})


def _named(model: type[Any], name: str, title: str, help: str, columns: list[Col], **more: Any) -> ListSpec:  # noqa: A002
    """Return the list of a table whose records have a code and a name."""
    names = [model.name] if hasattr(model, "name") else []
    return ListSpec(
        name=f"records/{name}",
        path=f"/records/{name}",
        title=title,
        help=help,
        root=model,
        need=more.pop("need", f"{name}.read"),
        columns=[_code(model.code), *columns],
        sort="code",
        called="code",
        search=more.pop("search", Search((model.code,), (model.code,), names, hint=N_("Code, name"))),
        on=(name, model),
        create=more.pop("create", (f"{name}.create",)),
        **more,
    )


UNITS = ListSpec(
    name="records/unit",
    path="/records/unit",
    title=N_("Units"),
    help=N_("Every serial-numbered piece of equipment that we look after."),
    menu="goods",
    icon="tag",
    root=Unit,
    need="unit.read",
    sort="serial",
    called="serial",
    address="/unit/{serial}",
    on=("unit", Unit),
    create=("unit.register",),
    empty=N_("No unit stands here yet. Register one, or import a list from Excel."),
    columns=[
        Col("serial", Unit.serial, "code", is_sortable=True, is_key=True),
        Col("product", Unit.product_id, "reference", target="product", **_ALL),
        Col("customer", Unit.customer_id, "reference", target="party", **_ALL),
        Col("site", Unit.site_id, "reference", target="site", **_ALL),
        Col("state", Unit.state, "state", words=UNIT_STATES, **_ALL),
        Col("sold_on", Unit.sold_on, **_DAY),
        Col("accepted_on", Unit.accepted_on, **_DAY),
        Col("order_no", Unit.order_no, "code", **_HIDDEN),
        Col("invoice_no", Unit.invoice_no, "code", N_("Invoice no."), **_HIDDEN),
        Col("contract_no", Unit.contract_no, "code", N_("Contract no."), **_HIDDEN),
        Col("batch", Unit.batch, "code", N_("Batch"), is_group=True, **_HIDDEN),
        Col("installer", Unit.installer_id, "reference", target="party", is_group=True, **_HIDDEN),
        Col("host", Unit.host_id, "reference", target="host", **_HIDDEN),
        Col("price_paid", Unit.price_paid, "amount", is_total=True, **_HIDDEN),
        *(
            Col(name, getattr(Unit, name), is_shown=False, **_DAY)
            for name in ("ex_factory_on", "invoiced_on", "delivered_on", "installed_on", "commissioned_on", "handed_over_on")
        ),
    ],
    search=Search(
        exact=(Unit.serial, Unit.serial_tail, Unit.order_no),
        prefix=(Unit.serial,),
        through=(
            Through(Unit.customer_id, Party, (Party.code, Party.phone), (), (Party.name,)),
            Through(Unit.product_id, Product, (Product.code,), (), (Product.name,)),
        ),
        hint=N_("Serial number or its last five characters, order, customer, phone, product"),
    ),
)  # fmt: skip

PARTIES = _named(
    Party, "party", N_("Parties"), N_("Customers, suppliers, installers and our own staff."),
    [
        Col("name", Party.name),
        Col("phone", Party.phone, "code"),
        Col("address", Party.address),
        Col("segment", Party.segment, **_ALL),
        Col("country", Party.country, "code", is_shown=False, **_ALL),
        Col("is_consumer", Party.is_consumer, "yesno", N_("Consumer"), **_ALL),
        Col("email", Party.email, is_shown=False),
        Col("name_en", Party.name_en, "text", N_("English name"), is_shown=False),
    ],
    menu="people", icon="users", address="/party/{code}",
    empty=N_("No party stands here yet. Add one, or import a list from Excel."),
    search=Search((Party.code, Party.phone), (Party.code, Party.phone), (Party.name, Party.name_en), hint=N_("Code, phone, name")),
)  # fmt: skip

PRODUCTS = _named(
    Product, "product", N_("Products"), N_("What is sold, built in as a part, or serviced."),
    [
        Col("name", Product.name),
        Col("category", Product.category, "text", N_("Category"), **_ALL),
        Col("service_class", Product.service_class, "number", N_("Class of service"), **_ALL),
        Col("file_policy", Product.file_policy, "words", N_("Service file"), words=FILE_POLICIES, **_ALL),
        Col("measure", Product.measure),
        Col("price", Product.price, "amount", is_sortable=True, is_filter=True),
        Col("name_en", Product.name_en, "text", N_("English name"), is_shown=False),
    ],
    menu="goods", icon="box", address="/product/{code}",
)  # fmt: skip

SITES = _named(
    Site, "site", N_("Sites"), N_("Where equipment stands, with its own contact."),
    [
        Col("name", Site.name), _party(Site.party_id), Col("address", Site.address), Col("contact", Site.contact, "text", N_("Contact")),
        Col("phone", Site.phone, "code"), Col("time_zone", Site.time_zone, "code", N_("Time zone"), is_shown=False),
    ],
    menu="goods", icon="building",
)  # fmt: skip

PLACES = _named(
    Place, "place", N_("Places"), N_("Where goods lie: a depot, an engineer's van, an installer."),
    [Col("name", Place.name), _party(Place.party_id)], menu="goods", icon="truck",
)  # fmt: skip

HOSTS = _named(
    Host, "host", N_("Hosts"), N_("What units are built into, such as vehicles."),
    [
        Col("kind", Host.kind, **_ALL), Col("plate", Host.plate, "code", N_("Plate")),
        Col("vin", Host.vin, "code", N_("Vehicle no.")), _party(Host.party_id),
    ],
    menu="goods", icon="truck", in_menu=False,
    search=Search((Host.code, Host.plate, Host.vin), (Host.code, Host.plate), hint=N_("Code, plate, vehicle no.")),
)  # fmt: skip

COST_CENTRES = _named(
    CostCentre, "cost_centre", N_("Cost centres"), N_("Departments that bear cost."),
    [Col("name", CostCentre.name), Col("office", CostCentre.office_id, "reference", N_("Office"), "office", **_ALL)],
    menu="setup", icon="building",
)  # fmt: skip

OFFICES = _named(
    Office, "office", N_("Offices"), N_("Branch offices whose records carry their name."),
    [Col("name", Office.name), Col("parent", Office.parent_id, "reference", N_("Belongs to"), "office", **_ALL)],
    menu="setup", icon="building", need="cost_centre.read",
)  # fmt: skip

PRICE_LISTS = _named(
    PriceList, "price_list", N_("Price lists"), N_("What we ask for goods and services, and between which days."),
    [
        Col("name", PriceList.name), _party(PriceList.party_id),
        Col("tax_inclusive", PriceList.tax_inclusive, "yesno", **_ALL),
        Col("valid_from", PriceList.valid_from, **_DAY), Col("valid_to", PriceList.valid_to, **_DAY),
    ],
    menu="setup", icon="money", create=("price_list.publish",),
)  # fmt: skip

USERS = ListSpec(
    name="records/app_user", path="/records/app_user", title=N_("Users"), help=N_("Who works here, people and programs."),
    menu="setup", icon="user", in_menu=False, root=User, need="user.list", sort="login", called="login", on=("app_user", User),
    create=("user.create",),
    columns=[
        Col("login", User.login, "code", is_sortable=True, is_key=True), Col("name", User.name),
        Col("is_active", User.is_active, "yesno", **_ALL), Col("locale", User.locale, "code", **_ALL),
        Col("office", User.office_id, "reference", N_("Office"), "office", **_ALL), _party(User.party_id, is_shown=False),
    ],
    search=Search((User.login,), (User.login,), (User.name,), hint=N_("Login, name")),
)  # fmt: skip

LISTS = [UNITS, PARTIES, PRODUCTS, SITES, PLACES, HOSTS, COST_CENTRES, OFFICES, PRICE_LISTS, USERS]
