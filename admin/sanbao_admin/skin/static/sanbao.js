// What every page of the back office can do: find, theme, keys, menus, rows, tabs, and forms that are sent once.
"use strict";
const sanbao = (window.sanbao = {
  csrf: () => document.querySelector('meta[name="csrf-token"]')?.content || "",
  async send(address, data) {
    const headers = { "X-CSRFToken": sanbao.csrf(), Accept: "application/json" };
    return fetch(address, { method: "POST", headers, body: data, credentials: "same-origin" });
  },
  cookie(name, value) {
    document.cookie = `${name}=${value};path=/;max-age=31536000;samesite=lax${location.protocol === "https:" ? ";secure" : ""}`;
  },
});

document.addEventListener("click", (event) => {
  const target = event.target;
  const on = (selector) => target.closest(selector);
  if (on("[data-toggle-menu]")) {
    const open = document.getElementById("menu").classList.toggle("open");
    on("[data-toggle-menu]").setAttribute("aria-expanded", String(open));
  } else if (!on("#menu")) document.getElementById("menu")?.classList.remove("open");
  if (on("[data-find]")) sanbao.find();
  if (on("[data-keys]")) document.getElementById("keys").showModal();
  if (on("[data-dismiss]")) on("[data-dismiss]").parentElement.remove();
  if (on("[data-theme-switch]")) {
    const root = document.documentElement;
    root.dataset.theme = root.dataset.colours === "dark" ? "light" : "dark";
    root.dataset.colours = root.dataset.theme;
    sanbao.cookie("theme", root.dataset.theme);
  }
  document.querySelectorAll("details.dropdown[open]").forEach((one) => { if (!one.contains(target)) one.open = false; });
  const row = on("tr[data-href]");
  if (row && !on("a, button, input, label, select, summary") && !String(getSelection())) {
    if (event.ctrlKey || event.metaKey) window.open(row.dataset.href);
    else location.href = row.dataset.href;
  }
  const tab = on('[role="tab"]');
  if (tab) sanbao.show_tab(tab);
  const opener = on("[data-open]");
  if (opener) { event.preventDefault(); document.getElementById(opener.dataset.open).showModal(); }
  if (on("[data-close]")) on("dialog").close();
});

sanbao.show_tab = (tab) => {
  tab.parentElement.querySelectorAll('[role="tab"]').forEach((one) => {
    const chosen = one === tab;
    one.setAttribute("aria-selected", String(chosen));
    one.tabIndex = chosen ? 0 : -1;
    document.getElementById(one.getAttribute("aria-controls")).hidden = !chosen;
  });
  if (tab.id) history.replaceState(null, "", "#" + tab.id);
};

// A form is sent once, however often the button is pressed.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method === "dialog") return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "yes";
  form.querySelectorAll('button[type="submit"], button:not([type])').forEach((one) => one.setAttribute("aria-busy", "true"));
  if (form.hasAttribute("data-download")) setTimeout(() => sanbao.unsend(form), 1500);
});
sanbao.unsend = (form) => {
  delete form.dataset.sent;
  form.querySelectorAll("[aria-busy]").forEach((one) => one.removeAttribute("aria-busy"));
};
window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(sanbao.unsend));

// Leaving with something typed asks first.
let typed = false;
document.addEventListener("input", (event) => { if (event.target.closest("form[data-keep-typed]")) typed = true; });
document.addEventListener("submit", () => { typed = false; });
window.addEventListener("beforeunload", (event) => { if (typed) event.preventDefault(); });

document.addEventListener("keydown", (event) => {
  const writing = event.target.closest?.("input, textarea, select, [contenteditable]");
  const key = event.key.toLowerCase();
  if ((event.ctrlKey || event.metaKey) && key === "k") { event.preventDefault(); sanbao.find(); }
  else if ((event.ctrlKey || event.metaKey) && event.key === "Enter") event.target.closest("form")?.requestSubmit();
  else if (event.altKey && { n: "[data-new]", c: "[data-call]", h: ".brand" }[key]) {
    const link = document.querySelector({ n: "[data-new]", c: "[data-call], a[href^='/call']", h: ".brand" }[key]);
    if (link) { event.preventDefault(); link.click(); }
  } else if (!writing && event.key === "/") {
    const search = document.querySelector("[data-search]");
    if (search) { event.preventDefault(); search.focus(); search.select(); }
  } else if (!writing && event.key === "?") document.getElementById("keys")?.showModal();
  else if (!writing && (event.key === "ArrowDown" || event.key === "ArrowUp")) sanbao.walk(event);
  else if (event.target.matches?.('[role="tab"]') && (event.key === "ArrowRight" || event.key === "ArrowLeft")) {
    const next = event.key === "ArrowRight" ? event.target.nextElementSibling : event.target.previousElementSibling;
    if (next) { next.focus(); sanbao.show_tab(next); }
  } else if (event.key === "Enter" && event.target.matches?.("tr[data-href]")) location.href = event.target.dataset.href;
});

sanbao.walk = (event) => {
  const rows = [...document.querySelectorAll("table.rows tr[data-href]")];
  if (!rows.length) return;
  const at = rows.indexOf(document.activeElement);
  const next = rows[Math.max(0, Math.min(rows.length - 1, at + (event.key === "ArrowDown" ? 1 : -1)))];
  next.tabIndex = 0;
  next.focus();
  event.preventDefault();
};

// Ctrl+K: results come from /find.json as {results: [{title, note, address, icon}]}.
sanbao.find = () => {
  const palette = document.getElementById("palette");
  if (!palette) return;
  palette.showModal();
  const text = document.getElementById("palette-text");
  text.select();
  if (!text.dataset.ready) sanbao.ready_palette(palette, text);
};
sanbao.ready_palette = (palette, text) => {
  text.dataset.ready = "yes";
  const list = document.getElementById("palette-results");
  let latest = 0;
  let timer;
  const choose = (by) => {
    const all = [...list.querySelectorAll("li[data-href]")];
    const at = all.findIndex((one) => one.getAttribute("aria-selected") === "true");
    all.forEach((one) => one.setAttribute("aria-selected", "false"));
    const next = all[(at + by + all.length) % all.length];
    if (next) { next.setAttribute("aria-selected", "true"); next.scrollIntoView({ block: "nearest" }); }
  };
  const look = async () => {
    const turn = ++latest;
    const answer = await fetch(`${palette.dataset.address}?q=${encodeURIComponent(text.value)}`, { headers: { Accept: "application/json" } });
    if (turn !== latest || !answer.ok) return;
    const found = (await answer.json()).results;
    list.replaceChildren(...found.map((one, place) => {
      const item = document.createElement("li");
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", String(place === 0));
      item.dataset.href = one.address;
      const name = document.createElement("span");
      name.textContent = one.title;
      const note = document.createElement("small");
      note.textContent = one.note || "";
      item.append(name, note);
      item.addEventListener("click", () => { location.href = one.address; });
      return item;
    }));
    if (!found.length && text.value) list.textContent = palette.dataset.nothing;
  };
  text.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(look, 120); });
  text.addEventListener("keydown", async (event) => {
    if (event.key === "ArrowDown") { event.preventDefault(); choose(1); }
    if (event.key === "ArrowUp") { event.preventDefault(); choose(-1); }
    if (event.key === "Enter") {
      event.preventDefault();
      clearTimeout(timer);
      await look(); // a scanner types and presses Enter faster than any pause
      const chosen = list.querySelector('li[aria-selected="true"]');
      if (chosen) location.href = chosen.dataset.href;
    }
  });
};

document.addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll("table.rows tr[data-href]").forEach((row) => { row.tabIndex = 0; });
  const tab = location.hash && document.querySelector(`[role="tab"]${CSS.escape ? "#" + CSS.escape(location.hash.slice(1)) : location.hash}`);
  if (tab) sanbao.show_tab(tab);
  document.querySelectorAll("details[data-keep]").forEach((one) => {
    const name = "menu-" + one.dataset.keep;
    if (localStorage.getItem(name) === "shut") one.open = false;
    one.addEventListener("toggle", () => localStorage.setItem(name, one.open ? "open" : "shut"));
  });
});
