// Photos made small enough to send: a phone's camera makes 10 MB of each, and the road has little signal.
"use strict";
(() => {
  if (!("createImageBitmap" in window) || !("DataTransfer" in window)) return;
  const LARGE = 1.5 * 1024 * 1024; // what is smaller is sent as it is
  const SIDE = 2400; // a serial number on a label stays legible
  const QUALITY = 0.85;

  const smaller = async (file) => {
    if (!/^image\/(jpeg|png|webp)$/.test(file.type) || file.size <= LARGE) return file;
    const bitmap = await createImageBitmap(file);
    const scale = Math.min(1, SIDE / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(bitmap.width * scale);
    canvas.height = Math.round(bitmap.height * scale);
    canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
    if (!blob || blob.size >= file.size) return file;
    const name = file.name.replace(/\.[^.]*$/, "") + ".jpg";
    return new File([blob], name, { type: "image/jpeg", lastModified: file.lastModified });
  };

  const shrink = async (field) => {
    const chosen = [...field.files];
    const made = await Promise.all(chosen.map((file) => smaller(file).catch(() => file)));
    if (made.every((file, place) => file === chosen[place])) return;
    const carrier = new DataTransfer();
    made.forEach((file) => carrier.items.add(file));
    field.files = carrier.files;
  };

  document.querySelectorAll('input[type="file"][accept^="image/"]').forEach((field) => {
    let working = null;
    field.addEventListener("change", () => { working = shrink(field).finally(() => { working = null; }); });
    field.form?.addEventListener("submit", (event) => {
      if (!working) return;
      event.preventDefault();
      event.stopPropagation(); // it is not sent yet: see sanbao.js, which lets a form be sent once
      working.then(() => event.target.requestSubmit(event.submitter));
    });
  });
})();
