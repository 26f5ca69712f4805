// One press, one submission; and a filled-in form is not left by mistake.
(function () {
  "use strict";
  const RELEASE_MS = 8000; // an answer that is a download leaves the page standing
  let changed = false;
  let pressed = null;

  function hold(form) {
    const held = Array.from(form.querySelectorAll("button:not([disabled])"));
    held.forEach(function (button) { button.disabled = true; button.dataset.held = "yes"; });
  }
  function release(root) {
    root.querySelectorAll("button[data-held]").forEach(function (button) {
      button.disabled = false;
      delete button.dataset.held;
    });
  }

  document.addEventListener("input", function (event) {
    if (event.target.form && event.target.form.hasAttribute("data-guard")) changed = true;
  });
  document.addEventListener("submit", function (event) {
    const form = event.target;
    changed = false;
    pressed = event.submitter;
    if (form.method !== "post" || form.hasAttribute("hx-post")) return;
    setTimeout(function () { hold(form); }); // not at once: the pressed button's value is still to be sent
    setTimeout(function () { release(form); }, RELEASE_MS);
  });
  document.addEventListener("htmx:beforeRequest", function (event) {
    if (event.target.matches("form")) hold(event.target); // not for what saves itself meanwhile
  });
  document.addEventListener("htmx:afterRequest", function (event) {
    if (event.detail.failed) changed = true;
    release(document);
  });
  document.addEventListener("htmx:afterSettle", function (event) {
    if (event.target.querySelector("[data-error-summary]")) changed = true;
  });
  // The session ended while somebody was writing: sent as a page, the form is kept through the sign-in.
  document.addEventListener("sessionEnded", function (event) {
    const form = event.target;
    if (!form.matches("form")) return;
    changed = false;
    if (pressed && pressed.name && pressed.form === form) {
      const field = document.createElement("input");
      field.type = "hidden";
      field.name = pressed.name;
      field.value = pressed.value;
      form.append(field);
    }
    form.submit();
  });
  window.addEventListener("beforeunload", function (event) {
    if (!changed) return;
    event.preventDefault();
    event.returnValue = "";
  });
  window.addEventListener("pageshow", function () { release(document); });
})();
