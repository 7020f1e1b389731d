"""What the fields of this plugin are called on screens and papers, where the name alone does not say it."""

from __future__ import annotations

from sanbao.i18n import N_

HEADINGS = {
    "accepted_percent": N_("Accepted share"),
    "also_owed": N_("Also owed"),
    "answer_by": N_("Answer by"),
    "complete_by": N_("Complete by"),
    "contra": N_("Contra account"),
    "current_price": N_("Price today"),
    "design_life": N_("Design life"),
    "ends": N_("Ends"),
    "fault_text": N_("Fault in words"),
    "final_tests": N_("Final tests"),
    "first_on": N_("First day"),
    "goods_back_on": N_("Goods back on"),
    "in_season": N_("In season"),
    "in_window": N_("Within the window"),
    "is_distance_sale": N_("Sold at a distance"),
    "is_fraud": N_("Fraud"),
    "is_imported": N_("Imported goods"),
    "is_manufacturer": N_("Is the manufacturer"),
    "is_typed": N_("Typed by hand"),
    "last_on": N_("Last day"),
    "loaner_days": N_("Days of a loan unit"),
    "manufacturer_start": N_("Manufacturer's start"),
    "manufacturer_term": N_("Term by the manufacturer"),
    "notice_days": N_("Days to give notice"),
    "postings_count": N_("Postings"),
    "quarter": N_("Quarter"),
    "read_on": N_("Read on"),
    "released": N_("Released"),
    "repair_by": N_("Repair by"),
    "service_available": N_("Service available"),
    "set_at": N_("Set at"),
    "trued_up": N_("Trued up"),
    "used": N_("Used"),
    "window_from": N_("Window from"),
    "window_until": N_("Window until"),
    "without_promise": N_("Without a promise"),
}
