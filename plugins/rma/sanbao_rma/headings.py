"""What the fields of this plugin are called on screens and papers, where the name alone does not say it."""

from __future__ import annotations

from sanbao.i18n import N_

HEADINGS = {
    "announced": N_("Announced"),
    "back_to": N_("Goes to"),
    "came": N_("Came in"),
    "classes": N_("Classes"),
    "coming": N_("On the way"),
    "condition_back": N_("Condition when returned"),
    "condition_out": N_("Condition when lent"),
    "credited_to": N_("Owed as"),
    "deliveries_count": N_("Deliveries"),
    "downs_count": N_("Write-downs"),
    "fit_on": N_("Passed its test on"),
    "here": N_("With us"),
    "lent_on": N_("Lent on"),
    "longest": N_("Longest"),
    "mean": N_("Mean"),
    "median": N_("Median"),
    "moves_count": N_("Movements"),
    "ordered_on": N_("Ordered on"),
    "outstanding": N_("Outstanding"),
    "piece": N_("Returned piece"),
    "reminders_count": N_("Reminders"),
    "replenishment": N_("Replenishment"),
    "repaired": N_("Repaired"),
    "shipped": N_("Shipped"),
    "slip_no": N_("Delivery note no."),
    "state_label": N_("State in words"),
    "tests": N_("Tests"),
    "there": N_("There"),
    "waits_for": N_("Waits for"),
    "went": N_("Went out"),
    "write_down": N_("Written down by"),
    "written_down": N_("Written down"),
}
