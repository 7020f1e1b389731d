// Set the theme before the first paint: the choice kept in the cookie, else the system's own.
(function () {
  var root = document.documentElement;
  var dark = window.matchMedia("(prefers-color-scheme: dark)");
  function paint() {
    var chosen = root.dataset.theme;
    root.dataset.colours = chosen === "auto" ? (dark.matches ? "dark" : "light") : chosen;
  }
  dark.addEventListener("change", paint);
  paint();
})();
