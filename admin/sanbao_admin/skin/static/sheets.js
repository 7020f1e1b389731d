// Sheets that are typed through: Enter and the arrows go down a column, one button marks all, sums follow, pages look anew.
"use strict";
(() => {
  const cells = () => [...document.querySelectorAll("[data-cell]")];
  let touched = false;

  document.addEventListener("keydown", (event) => {
    if (!event.target.matches?.("[data-cell]") || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = { Enter: 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    const all = cells();
    const next = all[all.indexOf(event.target) + step];
    event.preventDefault();
    if (next) { next.focus(); next.select(); }
    else if (event.key === "Enter") document.querySelector(`button.primary[form="${event.target.form.id}"]`)?.focus();
  });

  document.addEventListener("click", (event) => {
    const all = event.target.closest("[data-all]");
    if (!all) return;
    touched = true;
    all.closest("form").querySelectorAll(`input[type="radio"][value="${all.dataset.all}"]`).forEach((one) => { one.checked = true; });
  });

  // What lines cost together, and what is left of the budget.
  const total = document.querySelector("[data-sum-of]");
  const add_up = () => {
    if (!total) return;
    const digits = Number(total.dataset.digits);
    const spent = [...document.querySelectorAll("[data-cost]")].reduce((sum, one) => {
      const out = document.querySelector(`[data-out="${one.dataset.cost}"]`);
      return sum + (out?.checked ? 0 : Math.round(Number(one.value || 0) * 10 ** digits));
    }, 0);
    const words = (units) => (units / 10 ** digits).toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });
    const budget = Math.round(Number(total.dataset.sumOf) * 10 ** digits);
    total.textContent = words(spent);
    const left = document.querySelector("[data-left]");
    left.textContent = words(budget - spent);
    left.classList.toggle("bad", budget < spent);
    const meter = document.querySelector("[data-meter]");
    if (meter) meter.value = budget ? Math.min(1, spent / budget) : 0;
  };
  document.addEventListener("input", (event) => { touched = true; if (event.target.matches("[data-cost], [data-out]")) add_up(); });

  // Who signs in meanwhile is shown; never under the hands of somebody who types.
  const live = document.querySelector("[data-reload]");
  const look = async () => {
    if (touched || document.hidden) return;
    const answer = await fetch(location.href, { headers: { Accept: "text/html" }, credentials: "same-origin" }).catch(() => null);
    if (!answer?.ok || answer.redirected || touched) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-reload]");
    if (!fresh) return location.reload();
    live.querySelector("tbody")?.replaceWith(fresh.querySelector("tbody"));
    document.querySelectorAll("[data-present]").forEach((one) => { one.textContent = page.querySelector("[data-present]").textContent; });
  };
  if (live) setInterval(look, Number(live.dataset.reload) * 1000);
  add_up();
  document.querySelector("form[data-typed-through] [data-cell]")?.focus();
})();
