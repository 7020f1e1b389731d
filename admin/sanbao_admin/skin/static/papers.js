// The page of a paper: sheets without a new page, files by drop and paste, prints at once.
"use strict";

document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-sheet]");
  const old = document.getElementById("sheets");
  if (!link || !old || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const answer = await fetch(link.href, { credentials: "same-origin" }).catch(() => null);
  const fresh = answer?.ok && new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("sheets");
  if (!fresh) { location.href = link.href; return; }
  old.replaceWith(document.adoptNode(fresh));
  history.replaceState(null, "", link.href);
  fresh.querySelector('[aria-current="page"]')?.focus();
  if (!link.closest("#sheets")) fresh.scrollIntoView({ block: "start" });
  prepare_drop();
});

const prepare_drop = () => {
  const drop = document.querySelector("[data-drop]");
  if (!drop) return;
  drop.querySelector("[data-send-file]").hidden = true;
  const field = drop.querySelector('input[type="file"]');
  field.addEventListener("change", () => { if (field.files.length) drop.requestSubmit(); });
  for (const name of ["dragenter", "dragover"]) drop.addEventListener(name, (event) => { event.preventDefault(); drop.classList.add("over"); });
  for (const name of ["dragleave", "drop"]) drop.addEventListener(name, () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => { event.preventDefault(); send_file(event.dataTransfer.files); });
};

// A file that was dropped or pasted; a picture from the clipboard has no name of its own.
const send_file = (files) => {
  const drop = document.querySelector("[data-drop]");
  if (!drop || !files?.length) return false;
  const kept = new DataTransfer();
  const file = files[0];
  const now = new Date().toISOString().slice(0, 19).replace(/[-:T]/g, "");
  kept.items.add(/^image\.\w+$/.test(file.name) ? new File([file], `${now}.${file.name.split(".").pop()}`, { type: file.type }) : file);
  drop.querySelector('input[type="file"]').files = kept.files;
  drop.requestSubmit();
  return true;
};

// A picture can be pasted whichever sheet is open: the one of the files is fetched first.
document.addEventListener("paste", async (event) => {
  const files = [...(event.clipboardData?.files || [])];
  if (!files.length) return;
  event.preventDefault();
  if (send_file(files)) return;
  const link = document.querySelector('#sheets a[href*="tab=files"]');
  const answer = link && (await fetch(link.href, { credentials: "same-origin" }));
  if (!answer?.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("sheets");
  document.getElementById("sheets").replaceWith(document.adoptNode(fresh));
  send_file(files);
});

document.addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll("[data-at-once]").forEach((select) => select.addEventListener("change", () => select.form.requestSubmit()));
  prepare_drop();
});
