// How much of a file has gone; only for the form that sent it.
document.addEventListener("htmx:xhr:progress", function (event) {
  "use strict";
  const form = event.target.closest("form");
  const bar = form && form.querySelector(".upload-progress");
  if (!bar || !event.detail.lengthComputable) return;
  bar.hidden = false;
  bar.value = Math.round((100 * event.detail.loaded) / event.detail.total);
});
