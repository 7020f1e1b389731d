// Forms of operations: look-ups while one types, and the line table that needs no mouse.
"use strict";
(() => {
  const language = document.documentElement.lang;
  const ready = new WeakSet();

  // -- looking records up ---------------------------------------------------------------------------------
  const combo = (box) => {
    const input = box.querySelector("input");
    if (!input || ready.has(input)) return;
    ready.add(input);
    const into = box.dataset.into && document.getElementById(box.dataset.into);
    box.hidden = false;
    const list = document.createElement("ul");
    list.className = "combo-list";
    list.id = "list-" + Math.random().toString(36).slice(2);
    list.setAttribute("role", "listbox");
    list.hidden = true;
    box.append(list);
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", list.id]]) input.setAttribute(name, value);
    let latest = 0;
    let timer;
    const shut = () => { list.hidden = true; input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); };
    const take = (item) => {
      if (into) {
        into.value = [...into.value.split("\n").filter((one) => one.trim()), item.dataset.value].join("\n");
        input.value = "";
      } else {
        input.value = item.dataset.value;
        const name = document.querySelector(`[data-name-of="${CSS.escape(input.id)}"]`);
        if (name) name.textContent = item.dataset.label;
        else input.title = item.dataset.label;
      }
      (into || input).dispatchEvent(new Event("input", { bubbles: true }));
      clearTimeout(timer);
      latest++;
      shut();
    };
    const place = () => {
      const inside = box.closest(".table-wrap");
      list.classList.toggle("floating", Boolean(inside));
      if (!inside) return;
      const rect = input.getBoundingClientRect();
      list.style.left = Math.max(8, Math.min(rect.left, innerWidth - 300)) + "px";
      list.style.top = rect.bottom + 2 + "px";
    };
    const look = async () => {
      const turn = ++latest;
      const answer = await fetch(`/refs/${box.dataset.combo}.json?q=${encodeURIComponent(input.value)}`, { headers: { Accept: "application/json", "Accept-Language": language } });
      if (turn !== latest || !answer.ok || document.activeElement !== input) return;
      const found = (await answer.json()).results;
      list.replaceChildren(...found.map((one, at) => {
        const item = document.createElement("li");
        item.id = `${list.id}-${at}`;
        item.setAttribute("role", "option");
        item.setAttribute("aria-selected", "false");
        Object.assign(item.dataset, one);
        const value = document.createElement("span");
        value.textContent = one.value;
        const label = document.createElement("small");
        label.textContent = one.label;
        item.append(value, label);
        item.addEventListener("mousedown", (event) => { event.preventDefault(); take(item); });
        return item;
      }));
      list.hidden = !found.length;
      input.setAttribute("aria-expanded", String(!list.hidden));
      place();
    };
    const choose = (by) => {
      const all = [...list.children];
      const at = all.findIndex((one) => one.getAttribute("aria-selected") === "true");
      all.forEach((one) => one.setAttribute("aria-selected", "false"));
      const next = all[(at + by + all.length + (at < 0 && by < 0 ? 1 : 0)) % all.length];
      next?.setAttribute("aria-selected", "true");
      next?.scrollIntoView({ block: "nearest" });
      if (next) input.setAttribute("aria-activedescendant", next.id);
    };
    input.addEventListener("input", (event) => {
      const name = document.querySelector(`[data-name-of="${CSS.escape(input.id)}"]`);
      if (name && event.isTrusted) name.textContent = "";
      if (!event.isTrusted) return;
      clearTimeout(timer);
      timer = setTimeout(look, 140);
    });
    input.addEventListener("blur", () => setTimeout(shut, 120));
    input.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown" && list.hidden) { event.preventDefault(); look(); return; }
      if (list.hidden) return;
      const chosen = list.querySelector('[aria-selected="true"]');
      if (event.key === "ArrowDown" || event.key === "ArrowUp") { event.preventDefault(); event.stopPropagation(); choose(event.key === "ArrowDown" ? 1 : -1); }
      else if (event.key === "Enter" && chosen && !event.ctrlKey) { event.preventDefault(); event.stopPropagation(); take(chosen); }
      else if (event.key === "Tab" && chosen) take(chosen);
      else if (event.key === "Escape") { event.stopPropagation(); shut(); }
    });
  };

  const prepare = (within) => {
    within.querySelectorAll("[data-combo]").forEach(combo);
  };

  // -- the line table ---------------------------------------------------------------------------------------
  const fields = (row) => [...row.querySelectorAll("input, select, textarea")].filter((one) => one.type !== "hidden");
  // What is opened within a cell is typed there, not pasted over from a spreadsheet.
  const inputs = (row) => fields(row).filter((one) => !one.closest(".within"));
  const isBlank = (row) => fields(row).every((one) => (one.type === "checkbox" ? !one.checked : !one.value.trim()));

  // What stands within a cell is read on its summary, also while it is shut.
  const brief = (within) => {
    if (!within) return;
    const said = (one) => (one.type === "checkbox" ? (one.checked ? one.closest("label")?.textContent.trim() : "") : one.tagName === "SELECT" ? one.selectedOptions[0]?.text : one.value.trim());
    const rows = [...within.querySelectorAll(".within-row")].map((row) => fields(row).map(said).filter(Boolean).join(" ")).filter(Boolean);
    const summary = within.querySelector("summary");
    summary.textContent = rows.join("; ") || summary.dataset.blank;
  };

  const table = (box) => {
    const body = box.querySelector("tbody");
    const pattern = box.querySelector("template").content.firstElementChild;
    const rows = () => [...body.rows];
    const number = () => rows().forEach((row, at) => {
      row.querySelectorAll("[name]").forEach((one) => {
        const name = one.name.slice(box.dataset.lines.length + 1).split(".").slice(1).join(".");
        one.name = `${box.dataset.lines}.${at}.${name}`;
        one.id = "f-" + one.name.replaceAll(".", "-");
      });
    });
    const add = (after) => {
      const row = pattern.cloneNode(true);
      if (after) after.after(row); else body.append(row);
      number();
      show(row);
      return row;
    };
    const show = (row) => {
      row.querySelector("[data-remove-row]").hidden = false;
      document.dispatchEvent(new CustomEvent("sanbao:drawn", { detail: row }));
    };
    const go = (row, column) => { const cell = inputs(row)[column]; if (cell) { cell.focus(); cell.select?.(); } };
    const total = () => {
      const foot = box.querySelector("tfoot");
      foot.hidden = !foot.querySelector("[data-total]") || rows().filter((row) => !isBlank(row)).length < 2;
      [...foot.rows[0].cells].forEach((cell, at) => {
        if (!cell.hasAttribute("data-total")) return;
        // In hundred-thousandths, so that no cent is lost on the way.
        const typed = rows().map((row) => row.cells[at]?.querySelector("input")?.value.trim().replaceAll(",", "")).filter((text) => /^-?\d+(\.\d{1,5})?$/.test(text || ""));
        const sum = typed.reduce((all, text) => {
          const [whole, rest = ""] = text.replace("-", "").split(".");
          const units = BigInt(whole) * 100000n + BigInt(rest.padEnd(5, "0"));
          return all + (text.startsWith("-") ? -units : units);
        }, 0n);
        const sign = sum < 0n ? "-" : "";
        const size = sum < 0n ? -sum : sum;
        const digits = String(size % 100000n).padStart(5, "0").replace(/0{1,3}$/, "");
        cell.textContent = typed.length ? `${sign}${(size / 100000n).toLocaleString("en")}.${digits}` : "";
      });
    };

    const wanted = "required" in box.dataset ? 3 : 1;
    let spare = rows().reverse().findIndex((row) => !isBlank(row));
    if (spare < 0) spare = rows().length;
    rows().slice(rows().length - spare + wanted).forEach((row) => row.remove());
    rows().forEach(show);
    box.querySelector(".lines-help").hidden = false;
    total();

    box.addEventListener("click", (event) => {
      if (event.target.closest("[data-add-row]")) go(add(), 0);
      const remove = event.target.closest("[data-remove-row]");
      if (!remove) return;
      const row = remove.closest("tr");
      const next = row.nextElementSibling || row.previousElementSibling || add();
      row.remove();
      number();
      total();
      go(next, 0);
      body.dispatchEvent(new Event("input", { bubbles: true }));
    });
    body.addEventListener("input", total);
    body.addEventListener("input", (event) => brief(event.target.closest(".within")));
    body.addEventListener("keydown", (event) => {
      const cell = event.target;
      const row = cell.closest("tr");
      const all = row && inputs(row);
      const column = all ? all.indexOf(cell) : -1;
      if (column < 0) {
        if (event.key === "Enter" && !event.ctrlKey && !event.metaKey && cell.tagName === "INPUT") event.preventDefault();
        return;
      }
      const move = (to) => { event.preventDefault(); if (to) go(to, column); };
      if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) {
        event.preventDefault();
        if (column < all.length - 1) go(row, column + 1);
        else go(row.nextElementSibling || add(row), 0);
      } else if (event.key.toLowerCase() === "d" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        const above = row.previousElementSibling && inputs(row.previousElementSibling)[column];
        if (!above) return;
        if (cell.type === "checkbox") cell.checked = above.checked; else cell.value = above.value;
        cell.dispatchEvent(new Event("input", { bubbles: true }));
      } else if (event.key === "ArrowDown" && cell.tagName !== "SELECT") move(row.nextElementSibling);
      else if (event.key === "ArrowUp" && cell.tagName !== "SELECT") move(row.previousElementSibling);
    });
    const fill = (cell, text) => {
      const value = text.trim();
      if (cell.type === "checkbox") cell.checked = /^(yes|y|true|1|是|√)$/i.test(value);
      else if (cell.tagName === "SELECT") {
        const option = [...cell.options].find((one) => one.value === value || one.text.trim() === value);
        if (option) cell.value = option.value;
      } else cell.value = cell.classList.contains("num") ? value.replace(/^[¥￥$€]\s*/, "").replace(/,(?=\d{3}\b)/g, "") : value;
    };
    body.addEventListener("paste", (event) => {
      const text = event.clipboardData?.getData("text/plain") || "";
      const start = event.target.closest("tr");
      if (!start || !/[\t\n]/.test(text.trim()) || !inputs(start).includes(event.target)) return;
      event.preventDefault();
      const from = inputs(start).indexOf(event.target);
      let row = start;
      text.replace(/\r/g, "").replace(/\n$/, "").split("\n").forEach((line, at) => {
        if (at) row = row.nextElementSibling || add(row);
        const cells = inputs(row);
        line.split("\t").forEach((value, over) => { if (cells[from + over]) fill(cells[from + over], value); });
      });
      body.dispatchEvent(new Event("input", { bubbles: true }));
    });
  };

  // -- a file that is pasted stands in the form's file field --------------------------------------------------
  document.addEventListener("paste", (event) => {
    const field = document.querySelector("form[data-act] input[data-file]");
    const files = event.clipboardData?.files;
    if (field && files?.length) { field.files = files; event.preventDefault(); }
  });

  // A page that draws fields anew says where they stand.
  document.addEventListener("sanbao:drawn", (event) => prepare(event.detail));
  document.addEventListener("DOMContentLoaded", () => {
    prepare(document);
    document.querySelectorAll("[data-lines]").forEach(table);
    const told = document.querySelector("[data-focus]");
    const form = document.querySelector("form[data-act]");
    if (told) told.focus();
    else if (form && !location.hash) inputs(form)[0]?.focus();
    document.querySelectorAll(".wrong a").forEach((link) => link.addEventListener("click", (event) => {
      const field = document.getElementById(link.hash.slice(1));
      if (field) { event.preventDefault(); (field.matches("fieldset") ? inputs(field)[0] : field)?.focus(); field.scrollIntoView({ block: "center" }); }
    }));
  });
})();
