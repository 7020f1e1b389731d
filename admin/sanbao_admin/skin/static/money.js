// Pages of the books: choices that show at once, and the sum that a match leaves open.
"use strict";
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-send]")) event.target.form.requestSubmit();
});

// Amounts are reckoned in ten-thousandths as whole numbers: no float comes near money.
const units = (text) => {
  const found = /^\s*([+-]?)(\d{1,12})(?:\.(\d{1,4}))?\s*$/.exec(text.replaceAll(",", ""));
  return found ? BigInt(found[1] + found[2] + (found[3] || "").padEnd(4, "0")) : 0n;
};
const written = (value, digits) => {
  const sign = value < 0n ? "-" : "";
  const text = String(value < 0n ? -value : value).padStart(5, "0");
  const whole = text.slice(0, -4).replace(/\B(?=(\d{3})+$)/g, ",");
  return sign + whole + (digits ? "." + text.slice(-4).slice(0, digits) : "");
};
const reckon = (form) => {
  const digits = Number(form.dataset.digits);
  let taken = 0n;
  form.querySelectorAll("[data-take]").forEach((box) => {
    const field = form.querySelector(`[data-amount="${CSS.escape(box.value)}"]`);
    field.disabled = !box.checked;
    if (box.checked) taken += units(field.value);
  });
  const rest = units(form.dataset.sum) - taken;
  form.querySelector("[data-taken]").textContent = written(taken, digits);
  const shown = form.querySelector("[data-rest]");
  shown.textContent = written(rest, digits);
  shown.classList.toggle("bad", rest < 0n);
  shown.classList.toggle("good", rest === 0n);
};
document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("form[data-sum]").forEach((form) => {
  reckon(form);
  form.addEventListener("input", () => reckon(form));
  form.addEventListener("change", (event) => {
    const box = event.target.closest("[data-take]");
    if (box && box.checked) {
      const field = form.querySelector(`[data-amount="${CSS.escape(box.value)}"]`);
      if (!field.value) {
        reckon(form);
        const left = units(form.dataset.sum) - [...form.querySelectorAll("[data-amount]:not([disabled])")].reduce((sum, one) => sum + units(one.value), 0n);
        const open = units(box.dataset.open);
        field.value = written(left > 0n && left < open ? left : open, Number(form.dataset.digits)).replaceAll(",", "");
      }
    }
    reckon(form);
  });
}));
