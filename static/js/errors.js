// After a form came back with errors: move to their summary, so that it is read out.
(function () {
  "use strict";
  function focusSummary(root) {
    const summary = root.querySelector("[data-error-summary]");
    if (summary) summary.focus();
  }
  document.addEventListener("DOMContentLoaded", function () { focusSummary(document); });
  document.addEventListener("htmx:afterSettle", function (event) { focusSummary(event.target); });
  document.addEventListener("htmx:sendError", function (event) {
    if (event.target.matches("[data-autosave]")) return;
    const notices = document.getElementById("notices");
    const notice = document.createElement("div");
    notice.className = "notice notice-error";
    notice.setAttribute("role", "alert");
    notice.textContent = "网络不通，这次没有保存。填写的内容还在这一页上，网络恢复后请再提交一次。";
    notices.replaceChildren(notice);
    notices.scrollIntoView();
  });
})();
