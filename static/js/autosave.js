// A draft that could not save itself: said in its own line, and the page stays as it is.
(function () {
  "use strict";
  function tell(line) { line.textContent = "这次没有自动暂存；填写的内容还在这一页上，请按“暂存”。"; }
  document.addEventListener("htmx:beforeSwap", function (event) {
    const line = event.detail.requestConfig.elt;
    if (!line.matches("[data-autosave]") || !event.detail.isError) return;
    event.detail.shouldSwap = false;
    tell(line);
  });
  document.addEventListener("htmx:sendError", function (event) {
    if (event.target.matches("[data-autosave]")) tell(event.target);
  });
})();
