// Lists: ticking rows, counting on demand, keys, and the board.
"use strict";
(() => {
  const bulk = document.getElementById("bulk");
  const ticks = () => [...document.querySelectorAll('input[name="subject"][form="bulk"]')];
  const every = bulk?.querySelector('[name="every"]');

  const show_ticked = () => {
    const ticked = ticks().filter((one) => one.checked);
    ticks().forEach((one) => one.closest("tr").classList.toggle("ticked", one.checked));
    if (!bulk || !bulk.hasAttribute("data-bulk")) return;
    bulk.hidden = !ticked.length && !every?.checked;
    const said = bulk.querySelector("[data-ticked]");
    said.textContent = every?.checked ? "" : said.dataset.said.replace("#", ticked.length);
    const all = document.querySelector("[data-tick-all]");
    if (all) { all.checked = ticked.length > 0 && ticked.length === ticks().length; all.indeterminate = ticked.length > 0 && !all.checked; }
  };
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-tick-all]")) ticks().forEach((one) => { one.checked = event.target.checked; });
    if (event.target.matches('[data-tick-all], input[name="subject"], [name="every"]')) show_ticked();
  });
  window.addEventListener("pageshow", show_ticked);

  document.addEventListener("keydown", (event) => {
    if (event.target.closest?.("input, textarea, select") || event.ctrlKey || event.metaKey || event.altKey) return;
    const page = { "[": "prev", "]": "next" }[event.key];
    if (page) document.querySelector(`.pager a[rel="${page}"][href]`)?.click();
    const tick = event.key === " " && event.target.matches?.("tr[data-href]") && event.target.querySelector('input[name="subject"]');
    if (tick) { event.preventDefault(); tick.checked = !tick.checked; show_ticked(); }
  });

  // How many there are, and what they come to, is asked for only where somebody wants it or a foot waits for it.
  const link = document.querySelector("[data-count]");
  const count = async (all) => {
    const answer = await fetch(link.dataset.count + (all ? (link.dataset.count.includes("?") ? "&" : "?") + "all=yes" : ""), { headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    const found = await answer.json();
    link.textContent = found.text;
    Object.entries(found.totals).forEach(([name, text]) => {
      const cell = document.querySelector(`tfoot [data-total="${CSS.escape(name)}"]`);
      if (cell) cell.textContent = text;
    });
    link.dataset.more = found.is_more ? "yes" : "";
  };
  link?.addEventListener("click", (event) => { event.preventDefault(); count(link.dataset.more === "yes"); });
  if (link?.hasAttribute("data-now")) count(false);

  // The board: a card that is dropped on a state opens the form of the operation that leads there.
  const board = document.querySelector("[data-board]");
  let card = null;
  const steps_to = (state) => [...card.querySelectorAll("[data-targets]")].filter((one) => one.dataset.targets.split(" ").includes(state));
  board?.addEventListener("dragstart", (event) => { card = event.target.closest("[data-card]"); event.dataTransfer.effectAllowed = "move"; });
  board?.addEventListener("dragend", () => { board.querySelectorAll(".over").forEach((one) => one.classList.remove("over")); });
  board?.addEventListener("dragover", (event) => {
    const lane = event.target.closest("[data-state]");
    if (!lane || !card || !steps_to(lane.dataset.state).length) return;
    event.preventDefault();
    board.querySelectorAll(".over").forEach((one) => one.classList.remove("over"));
    lane.classList.add("over");
  });
  board?.addEventListener("drop", (event) => {
    const lane = event.target.closest("[data-state]");
    if (!lane || !card) return;
    event.preventDefault();
    const [step] = steps_to(lane.dataset.state);
    if (step) location.href = step.href;
    else document.querySelector("[data-board-said]").textContent = board.dataset.none;
  });
})();
