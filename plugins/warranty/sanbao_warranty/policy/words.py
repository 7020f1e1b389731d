"""What the terms of a promise are called where people read it: the codes of policies as words for the catalogues."""

from __future__ import annotations

from sanbao.i18n import N_

#: A code such as ``key_term`` is shown as ``_("key term")``; what is not here is shown as it is written.
WORDS = (
    N_("accessories less depreciation"), N_("after days"), N_("air conditioner"), N_("amplifier"),
    N_("answer within"), N_("any part"), N_("assembly main part"), N_("assembly replacement needed"),
    N_("at least"), N_("battery"), N_("battery fire"), N_("bicycle"), N_("body crack"), N_("brake failure"),
    N_("break"), N_("bw tv"), N_("camcorder"), N_("causes"), N_("certificate"), N_("chain"),
    N_("charge minor"), N_("charger"), N_("clock watch"), N_("colour tv"), N_("company"), N_("compensate"),
    N_("complete within"), N_("consumers only"), N_("contract"), N_("cooling"), N_("counts"),
    N_("counts as listed"), N_("current"), N_("daily rate"), N_("data card"), N_("decoration"),
    N_("default term"), N_("depreciation"), N_("detachment"), N_("disc player"), N_("downtime extends"),
    N_("drive motor"), N_("easy fault"), N_("electrical"), N_("electronic organ"), N_("end of life"),
    N_("engine"), N_("equipment"), N_("ex factory"), N_("except parts"), N_("exchange other"), N_("exchanges"),
    N_("exterior wall"), N_("fan"), N_("fault class"), N_("fault classes"), N_("fault remedies"),
    N_("final test"), N_("floor"), N_("foundation"), N_("four stroke petrol"), N_("frame"), N_("fraud"),
    N_("fuel leak"), N_("gas water heater"), N_("gear"), N_("gearbox"), N_("general fault"),
    N_("guarantees"), N_("hard fault"), N_("heating"), N_("higher"), N_("ic"), N_("in force from"),
    N_("inherit"), N_("install"), N_("judged on"), N_("key term"), N_("km"), N_("km rate"), N_("labour"),
    N_("large tractor"), N_("least"), N_("less downtime"), N_("limit"), N_("line fault"),
    N_("line transformer"), N_("loaner"), N_("main structure"), N_("manufacturer"),
    N_("material discretion"), N_("material rate"), N_("measured in"), N_("microwave"), N_("more than"),
    N_("motorcycle"), N_("multi cylinder diesel"), N_("needed"), N_("no reason return"),
    N_("no same model"), N_("not counted"), N_("on exchange"), N_("on free replacement"), N_("on repair"),
    N_("only in season"), N_("only key parts"), N_("onsite repair"), N_("part damage"), N_("part terms"),
    N_("per km"), N_("plumbing"), N_("pole break"), N_("pole deformation"), N_("post warranty"),
    N_("producer"), N_("product cause"), N_("product rates"), N_("product terms"), N_("promise"),
    N_("proof"), N_("proof within"), N_("range hood"), N_("refrigerator"), N_("refund price"),
    N_("refund within"), N_("registration fee"), N_("remedy within days"), N_("remote"),
    N_("repair guarantee"), N_("repair within"), N_("repairer"), N_("replacements"), N_("request"),
    N_("rescue"), N_("restart"), N_("return instead"), N_("rights"), N_("roof"), N_("same fault"),
    N_("same part"), N_("seasons"), N_("serious"), N_("service fees"), N_("sewing machine"),
    N_("single cylinder diesel"), N_("single repair"), N_("small part threshold"), N_("small tractor"),
    N_("spare part"), N_("speaker"), N_("start events"), N_("started days"), N_("statutory"),
    N_("steering failure"), N_("system failure"), N_("tape recorder"), N_("terminal card"), N_("times"),
    N_("traction battery"), N_("travel"), N_("triggers"), N_("tube"), N_("tuner"), N_("two stroke petrol"),
    N_("usage limit"), N_("usual"), N_("vacuum cleaner"), N_("video equipment fault"), N_("video recorder"),
    N_("waived if"), N_("washing machine"), N_("wet room"), N_("window"), N_("wired earphone"),
    N_("working days"),
)  # fmt: skip
