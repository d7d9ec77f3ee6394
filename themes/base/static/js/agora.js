/* Small things for every page: says that JavaScript is there, copies a folio, shows toasts, focuses errors. */
(function () {
  "use strict";
  document.documentElement.classList.remove("no-js");

  function toast(text) {
    var box = document.getElementById("toasts");
    var template = document.getElementById("toast-template");
    if (!box || !template) return;
    var node = template.content.firstElementChild.cloneNode(true);
    node.querySelector("p").textContent = text;
    node.querySelector("button").addEventListener("click", function () { node.remove(); });
    box.append(node);
    window.setTimeout(function () { node.remove(); }, 8000);
  }

  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-copy]");
    if (button && navigator.clipboard) {
      navigator.clipboard.writeText(button.dataset.copy).then(function () { toast(button.dataset.copied); });
    }
    var opener = event.target.closest("[data-opens]");
    var dialog = opener && document.getElementById(opener.dataset.opens);
    if (dialog && dialog.showModal) {
      event.preventDefault();
      dialog.showModal();
    }
    if (event.target.closest("[data-print]")) window.print();
  });

  /* A server's answer to htmx may ask for a toast: HX-Trigger: {"toast": "Saved"} */
  document.addEventListener("toast", function (event) { toast(event.detail.value || event.detail); });

  document.addEventListener("DOMContentLoaded", function () {
    var errors = document.querySelector("[data-focus]");
    if (errors) errors.focus();
  });

  /* Quick exit: the page is replaced, so that "back" does not return to it. Esc three times does the same. */
  var escapes = 0;
  function leave(link) {
    document.body.hidden = true;
    window.location.replace(link.href);
  }
  document.addEventListener("click", function (event) {
    var link = event.target.closest("[data-exit]");
    if (!link) return;
    event.preventDefault();
    leave(link);
  });
  /* On such pages a link takes the place of the page it stands on: after leaving, "back" finds the form, which leads
     away, and then what was there before the service was opened. */
  document.addEventListener("click", function (event) {
    var link = event.target.closest("a[href]");
    if (!link || event.defaultPrevented || !document.querySelector("[data-exit]")) return;
    if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    var elsewhere = link.origin !== window.location.origin || link.target || link.hasAttribute("download");
    if (elsewhere || link.getAttribute("href").charAt(0) === "#") return;
    event.preventDefault();
    window.location.replace(link.href);
  });
  document.addEventListener("keydown", function (event) {
    escapes = event.key === "Escape" ? escapes + 1 : 0;
    var link = document.querySelector("[data-exit]");
    if (link && escapes >= 3) leave(link);
  });

  /* One click is one report: a form that is being sent cannot be sent again by a second tap. */
  document.addEventListener("submit", function (event) {
    if (event.defaultPrevented || event.target.method === "get") return;
    if (event.target.dataset.sent) event.preventDefault();
    event.target.dataset.sent = "yes";
  });
  window.addEventListener("pageshow", function (event) {
    if (event.persisted && document.querySelector("[data-exit]")) window.location.reload();
    document.querySelectorAll("form[data-sent]").forEach(function (form) { delete form.dataset.sent; });
  });
})();
