// The fault call from the keyboard: candidates while somebody types, the decision while the form is filled in.
"use strict";
(() => {
  const form = document.getElementById("call");
  const text = document.getElementById("call-text");
  const list = document.getElementById("candidates");
  const told = document.getElementById("call-told");
  const place = document.getElementById("case");
  let latest = 0;
  let timer;
  let lookedFor = text.value.trim();
  let rewritten = false; // whether somebody wrote the time of the call herself

  const get = (address) => fetch(address, { headers: { Accept: "text/html, application/json" }, credentials: "same-origin" });

  const show = (found) => {
    list.replaceChildren(...found.map((one, position) => {
      const item = document.createElement("li");
      item.setAttribute("role", "option");
      item.id = `candidate-${position}`;
      item.setAttribute("aria-selected", String(position === 0));
      item.dataset.key = one.key;
      const link = document.createElement("a");
      link.href = `/call?unit=${encodeURIComponent(one.key)}`;
      link.tabIndex = -1;
      const name = document.createElement("strong");
      name.textContent = one.title;
      const note = document.createElement("span");
      note.className = "muted";
      note.textContent = one.note;
      link.append(name, " ", note);
      item.append(link);
      return item;
    }));
    list.hidden = !found.length;
    text.setAttribute("aria-expanded", String(found.length > 0));
    mark();
    told.textContent = !found.length && text.value.trim() ? text.dataset.nothing : "";
  };

  const mark = () => {
    const chosen = list.querySelector('[aria-selected="true"]');
    if (chosen?.id) text.setAttribute("aria-activedescendant", chosen.id);
    else text.removeAttribute("aria-activedescendant");
  };

  const look = async () => {
    const wanted = text.value.trim();
    const turn = ++latest;
    if (!wanted) { lookedFor = ""; show([]); return []; }
    try {
      const answer = await get(`/call/units.json?q=${encodeURIComponent(wanted)}`);
      if (!answer.ok) throw new Error(answer.status);
      const { results, now } = await answer.json();
      if (turn !== latest) return null;
      lookedFor = wanted;
      freshen(now);
      show(results);
      return results;
    } catch {
      told.textContent = text.dataset.offline;
      return null;
    }
  };

  const freshen = (now) => {
    const received = form.elements.received_at;
    if (received && !rewritten && now) received.value = now;
  };

  const move = (by) => {
    const all = [...list.children];
    if (!all.length) return;
    const at = all.findIndex((one) => one.getAttribute("aria-selected") === "true");
    all.forEach((one) => one.setAttribute("aria-selected", "false"));
    const next = all[(at + by + all.length) % all.length];
    next.setAttribute("aria-selected", "true");
    next.scrollIntoView({ block: "nearest" });
    mark();
  };

  // What was typed already goes along, so that a changed mind about the unit loses nothing.
  const typed = (...without) => {
    const data = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string" && value && !["csrf_token", "key", "q", ...without].includes(name)) data.append(name, value);
    }
    return data;
  };

  const choose = async (key) => {
    const data = typed("unit", "new", "serial", "product", "customer", "order_no", "parts");
    data.set("unit", key);
    await load(data);
  };
  const register = async () => {
    const data = typed("unit", "parts");
    data.set("new", "1");
    const said = text.value.trim();
    if (said && !data.has("serial") && /^[\x21-\x7e]+$/.test(said)) data.set("serial", said);
    await load(data);
  };
  const load = async (data) => {
    const answer = await get(`/call/case?${data}`);
    if (!answer.ok) { told.textContent = text.dataset.offline; return; }
    place.innerHTML = await answer.text();
    document.getElementById("call-unit").value = data.get("unit") || "";
    history.replaceState(null, "", data.get("unit") ? `/call?unit=${encodeURIComponent(data.get("unit"))}` : "/call?new=1");
    text.value = lookedFor = "";
    show([]);
    document.dispatchEvent(new CustomEvent("sanbao:drawn", { detail: place }));
    (data.get("unit") ? place.querySelector("[data-first]") : place.querySelector("input[name=serial], [data-first]"))?.focus();
  };

  text.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(look, 120); });
  text.addEventListener("keydown", async (event) => {
    if (event.key === "ArrowDown") { event.preventDefault(); move(1); }
    else if (event.key === "ArrowUp") { event.preventDefault(); move(-1); }
    else if (event.key === "Escape") { text.value = ""; show([]); }
    else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      clearTimeout(timer);
      if (!text.value.trim()) return;
      if (lookedFor !== text.value.trim()) await look(); // a scanner presses Enter faster than any pause
      const chosen = list.querySelector('[aria-selected="true"]');
      if (chosen) await choose(chosen.dataset.key);
    }
  });
  list.addEventListener("click", (event) => {
    const item = event.target.closest("li");
    if (item && !event.ctrlKey && !event.metaKey) { event.preventDefault(); choose(item.dataset.key); }
  });
  form.querySelector("[data-register]")?.addEventListener("click", (event) => { event.preventDefault(); register(); });
  form.querySelector("[data-look]")?.addEventListener("click", (event) => { event.preventDefault(); look(); text.focus(); });

  // The decision follows what is filled in; the answer to an older question is thrown away.
  let asked = 0;
  let waiting;
  const judge = async () => {
    const panel = document.getElementById("decision");
    if (!panel || !form.elements.unit.value) return;
    const turn = ++asked;
    const answer = await get(`/call/decision?${typed()}`);
    if (turn === asked && answer.ok) panel.innerHTML = await answer.text();
  };
  place.addEventListener("input", (event) => {
    if (event.target.name === "received_at") rewritten = true;
    if (["caller", "phone"].includes(event.target.name)) return;
    clearTimeout(waiting);
    waiting = setTimeout(judge, 250);
  });
  place.addEventListener("keydown", (event) => {
    // Enter goes to the next field; only Ctrl+Enter or the button saves.
    if (event.key !== "Enter" || event.ctrlKey || event.metaKey || !event.target.matches("input")) return;
    if (event.defaultPrevented) return;
    event.preventDefault();
    const fields = [...place.querySelectorAll("input:not([type=hidden], [tabindex='-1']), select, textarea, .call-save button")].filter((one) => one.offsetParent);
    fields[fields.indexOf(event.target) + 1]?.focus();
  });
  document.querySelector(".saved")?.focus();
})();
