// Stations that are worked by a scanner: one field keeps the focus, scans wait for each other, keys press buttons.
"use strict";
(() => {
  const station = () => document.getElementById("station");
  const field = () => document.getElementById("scan");
  const queue = [];
  let busy = false;

  const sound = (good) => {
    if (!window.AudioContext || sanbao.silent) return;
    const audio = (sanbao.audio ||= new AudioContext());
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    tone.frequency.value = good ? 1320 : 196;
    volume.gain.value = 0.08;
    tone.connect(volume).connect(audio.destination);
    tone.start();
    tone.stop(audio.currentTime + (good ? 0.09 : 0.45));
  };

  const show = (page, address) => {
    const next = page.getElementById("station");
    if (!next) { location.reload(); return; }
    const left = field()?.value;
    station().replaceWith(next);
    history.replaceState(null, "", address);
    if (left) field().value = left; // somebody scanned on while the answer came
    focus();
    sound(!next.querySelector("[data-refused]"));
  };

  const work = async () => {
    if (busy) return;
    busy = true;
    station().setAttribute("aria-busy", "true");
    while (queue.length) {
      const form = station().querySelector("form");
      const data = new FormData(form);
      for (const [name, value] of Object.entries(queue[0])) data.set(name, value);
      try {
        const answer = await fetch(form.getAttribute("action"), { method: "POST", body: data, headers: { Accept: "text/html" } });
        if (!answer.ok && answer.status !== 422) { location.reload(); return; }
        queue.shift();
        show(new DOMParser().parseFromString(await answer.text(), "text/html"), answer.status === 422 ? location.href : answer.url);
      } catch (_error) {
        const told = station().querySelector("[data-offline]");
        told.textContent = told.dataset.offline;
        told.hidden = false;
        field().value = queue.shift().code || "";
        queue.length = 0;
        sound(false);
      }
    }
    busy = false;
    station().removeAttribute("aria-busy");
  };

  const focus = () => field()?.focus({ preventScroll: true });

  document.addEventListener("submit", (event) => {
    if (!event.target.closest("#station")) return;
    event.preventDefault();
    event.stopPropagation();
    const asked = {};
    event.target.querySelectorAll("input:not([type=hidden]), textarea").forEach((one) => { asked[one.name] = one.value; });
    asked.act = event.submitter?.value || "scan";
    if (event.submitter?.dataset.product) asked.product = event.submitter.dataset.product;
    if (asked.act === "scan" && !asked.code.trim()) return;
    field().value = "";
    queue.push(asked);
    work();
  }, true);

  document.addEventListener("keydown", (event) => {
    if (document.querySelector("dialog[open]")) return;
    const name = (event.altKey ? "Alt+" : "") + event.key;
    const button = [...document.querySelectorAll("#station [data-press]")].find((one) => one.dataset.press === name);
    if (button) {
      event.preventDefault();
      event.stopPropagation();
      button.click();
    } else if (event.key.length === 1 && !event.ctrlKey && !event.altKey && !event.metaKey && !event.target.closest("input, textarea, select")) focus();
  }, true);

  document.addEventListener("DOMContentLoaded", focus);
  window.addEventListener("focus", focus);
})();
