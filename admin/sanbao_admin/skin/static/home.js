// Charts that take more than a moment follow once the page stands.
"use strict";
document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("[data-later]").forEach(async (place) => {
  const answer = await fetch(place.dataset.later, { headers: { Accept: "text/html" }, credentials: "same-origin" });
  const drawn = answer.ok && !answer.redirected ? await answer.text() : "";
  if (!drawn) return;
  place.replaceChildren(...new DOMParser().parseFromString(drawn, "text/html").body.childNodes);
  place.hidden = false;
}));
