// Set-up and the import wizard: a file dropped, columns shown anew, progress that moves by itself.
"use strict";
document.querySelectorAll("form[data-drop]").forEach((form) => {
  const input = form.querySelector('input[type="file"]');
  for (const name of ["dragenter", "dragover"]) form.addEventListener(name, (event) => { event.preventDefault(); form.classList.add("over"); });
  for (const name of ["dragleave", "drop"]) form.addEventListener(name, () => form.classList.remove("over"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer.files.length) { input.files = event.dataTransfer.files; form.requestSubmit(); }
  });
});
document.querySelectorAll("select[data-regroup]").forEach((select) => {
  select.addEventListener("change", () => select.form.requestSubmit(select.form.querySelector('[name="again"]')));
});
document.querySelectorAll("progress[data-progress]").forEach((bar) => {
  const look = async () => {
    try {
      const answer = await fetch(bar.dataset.progress, { headers: { Accept: "application/json" } });
      const told = await answer.json();
      if (told.state !== bar.dataset.state) return location.reload();
      bar.value = told.done;
      document.querySelector("[data-done]").textContent = told.done;
    } catch { /* the server is restarting: the next look will tell */ }
    setTimeout(look, 1000);
  };
  setTimeout(look, 400);
});
// Rows of a table that hold what is typed.
document.querySelectorAll("input[data-narrow]").forEach((input) => {
  const rows = [...document.querySelectorAll(`#${input.dataset.narrow} tbody tr`)].map((row) => [row, row.textContent.toLowerCase()]);
  input.addEventListener("input", () => {
    const wanted = input.value.trim().toLowerCase();
    for (const [row, text] of rows) row.hidden = !text.includes(wanted);
  });
});
