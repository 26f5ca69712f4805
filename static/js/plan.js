// A plan's text and its campaign: click one, and its other side lights up and comes into view.
(function () {
  "use strict";
  const LIT = "lit";

  function light(key) {
    document.querySelectorAll("." + LIT).forEach(function (element) { element.classList.remove(LIT); });
    document.querySelectorAll("[data-mark], [data-part]").forEach(function (element) {
      if (element.dataset.mark === key || element.dataset.part === key) element.classList.add(LIT);
    });
  }
  function show(element) {
    if (element) element.scrollIntoView({ block: "center" });
  }

  document.addEventListener("click", function (event) {
    const mark = event.target.closest("a[data-mark]");
    if (mark) {
      event.preventDefault();
      light(mark.dataset.mark);
      show(document.getElementById("item-" + mark.dataset.mark));
      return;
    }
    const part = event.target.closest("[data-part]");
    if (!part) return;
    const link = event.target.closest("a, button, input, select, textarea, label, summary");
    if (link && !link.classList.contains("to-text")) return;
    if (link) event.preventDefault();
    light(part.dataset.part);
    show(document.getElementById("s-" + part.dataset.part));
  });
  // One form at a time in place: field names are unique on a page. The next one gets a page of its own.
  document.addEventListener("htmx:beforeRequest", function (event) {
    const link = event.target.closest("a[hx-get]");
    if (!link || link.closest(".part-edit") || !document.querySelector(".part-edit")) return;
    event.preventDefault();
    window.location.assign(link.href);
  });
})();
