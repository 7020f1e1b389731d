// Days: typed as 2024-02-29, as t (today), +3 or -1, or picked from a calendar that speaks the page's language.
"use strict";
(() => {
  const language = document.documentElement.lang || "en";
  const ready = new WeakSet();
  const two = (number) => String(number).padStart(2, "0");
  const iso = (day) => `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
  const told = (options) => new Intl.DateTimeFormat(language, options);
  const month_name = told({ year: "numeric", month: "long" });
  const day_name = told({ dateStyle: "full" });
  const week_name = told({ weekday: "short" });
  const words = document.currentScript.dataset;
  const plus = (day, days) => new Date(day.getFullYear(), day.getMonth(), day.getDate() + days);
  const plus_months = (day, months) => {
    const last = new Date(day.getFullYear(), day.getMonth() + months + 1, 0).getDate();
    return new Date(day.getFullYear(), day.getMonth() + months, Math.min(day.getDate(), last));
  };
  const read = (text) => {
    const found = /^(\d{4})[-/年](\d{1,2})[-/月](\d{1,2})/.exec(text.trim());
    return found ? new Date(Number(found[1]), Number(found[2]) - 1, Number(found[3])) : null;
  };

  // One calendar serves every field of the page.
  let box;
  let field;
  let chosen;
  const make = (tag, text, attributes) => {
    const one = document.createElement(tag);
    if (text) one.textContent = text;
    for (const [name, value] of Object.entries(attributes || {})) one.setAttribute(name, value);
    return one;
  };
  // The button says whether the calendar is open: a plain text field has no such property.
  const told_open = (input, is_open) => input.nextElementSibling.setAttribute("aria-expanded", String(is_open));
  const shut = (back) => {
    if (!box) return;
    box.remove();
    box = null;
    told_open(field, false);
    if (back) field.focus();
  };
  const take = (day) => {
    const time = /\d{1,2}:\d{2}/.exec(field.value);
    const now = new Date();
    field.value = iso(day) + (field.hasAttribute("data-moment") ? ` ${time ? time[0] : `${two(now.getHours())}:${two(now.getMinutes())}`}` : "");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
    shut(true);
  };
  const draw = (focused) => {
    const head = make("div", "", { class: "calendar-head" });
    const back = make("button", "‹", { type: "button", "aria-label": words.previous });
    const on = make("button", "›", { type: "button", "aria-label": words.next });
    back.addEventListener("click", () => { chosen = plus_months(chosen, -1); draw(true); });
    on.addEventListener("click", () => { chosen = plus_months(chosen, 1); draw(true); });
    head.append(back, make("strong", month_name.format(chosen), { "aria-live": "polite" }), on);
    const grid = make("div", "", { class: "calendar-days", role: "grid" });
    const first = new Date(chosen.getFullYear(), chosen.getMonth(), 1);
    const start = plus(first, -((first.getDay() + 6) % 7));
    for (let at = 0; at < 7; at++) grid.append(make("span", week_name.format(plus(start, at)), { "aria-hidden": "true" }));
    const today = iso(new Date());
    for (let at = 0; at < 42; at++) {
      const day = plus(start, at);
      const one = make("button", String(day.getDate()), { type: "button", "aria-label": day_name.format(day), "data-day-of": iso(day) });
      one.tabIndex = iso(day) === iso(chosen) ? 0 : -1;
      one.classList.toggle("other", day.getMonth() !== chosen.getMonth());
      if (iso(day) === today) one.setAttribute("aria-current", "date");
      if (iso(day) === iso(chosen)) one.setAttribute("aria-pressed", "true");
      one.addEventListener("click", () => take(day));
      grid.append(one);
    }
    const now = make("button", words.today, { type: "button", class: "calendar-today" });
    now.addEventListener("click", () => take(new Date()));
    box.replaceChildren(head, grid, now);
    if (focused) grid.querySelector('[tabindex="0"]').focus();
  };
  const place = () => {
    const rect = field.getBoundingClientRect();
    box.style.left = Math.max(8, Math.min(rect.left, innerWidth - box.offsetWidth - 8)) + "px";
    const below = rect.bottom + box.offsetHeight + 8 < innerHeight;
    box.style.top = (below ? rect.bottom + 2 : Math.max(8, rect.top - box.offsetHeight - 2)) + "px";
  };
  const keys = (event) => {
    const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };
    event.stopPropagation();
    if (event.key === "Escape") { event.preventDefault(); shut(true); return; }
    if (event.key === "Tab" || event.target.closest(".calendar-head, .calendar-today")) return;
    if (event.key in steps) chosen = plus(chosen, steps[event.key]);
    else if (event.key === "PageUp") chosen = plus_months(chosen, event.shiftKey ? -12 : -1);
    else if (event.key === "PageDown") chosen = plus_months(chosen, event.shiftKey ? 12 : 1);
    else if (event.key === "Home") chosen = plus(chosen, -((chosen.getDay() + 6) % 7));
    else if (event.key === "End") chosen = plus(chosen, 6 - ((chosen.getDay() + 6) % 7));
    else if (event.key.toLowerCase() === "t") chosen = new Date();
    else return;
    event.preventDefault();
    draw(true);
  };
  const open = (input) => {
    const again = box && field === input;
    shut(false);
    if (again) return;
    field = input;
    chosen = read(input.value) || new Date();
    box = make("div", "", { class: "calendar", role: "dialog", "aria-label": words.choose });
    box.addEventListener("keydown", keys);
    input.closest("dialog, body").append(box);
    draw(false);
    place();
    told_open(input, true);
    box.querySelector('[tabindex="0"]').focus();
  };

  const prepare = (input) => {
    if (ready.has(input)) return;
    ready.add(input);
    const button = make("button", "▾", { type: "button", class: "pick", "aria-label": words.open, "aria-haspopup": "dialog", "aria-expanded": "false" });
    button.tabIndex = -1;
    button.addEventListener("click", () => open(input));
    input.after(button);
    input.addEventListener("keydown", (event) => {
      if (event.key !== "ArrowDown" || (!event.altKey && input.closest("[data-lines]"))) return;
      event.preventDefault();
      event.stopPropagation();
      open(input);
    });
    input.addEventListener("change", () => {
      const asked = /^(?:t|今天|今)?\s*([+-]\d{1,4})?$/i.exec(input.value.trim());
      if (!input.value.trim() || !asked) return;
      const then = plus(new Date(), Number(asked[1] || 0));
      const now = new Date();
      input.value = iso(then) + (input.hasAttribute("data-moment") ? ` ${two(now.getHours())}:${two(now.getMinutes())}` : "");
    });
  };
  const prepare_all = (within) => within.querySelectorAll("input[data-day], input[data-moment]").forEach(prepare);
  document.addEventListener("mousedown", (event) => {
    if (box && !box.contains(event.target) && !event.target.closest(".pick")) shut(false);
  });
  document.addEventListener("sanbao:drawn", (event) => prepare_all(event.detail));
  document.addEventListener("DOMContentLoaded", () => prepare_all(document));
  addEventListener("resize", () => shut(false));
})();
