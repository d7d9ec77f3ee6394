/* The editor of a draft: Ace over the text field, marks in its margin, a copy of unsaved text in this browser.
   Without this file the page is a text field with buttons; with it the field stays the form's own. */
(() => {
  "use strict";
  const script = document.currentScript;
  const form = document.getElementById("draft");
  const field = document.getElementById("text");
  if (!form || !field) return;
  document.querySelector("[data-conflict]")?.focus();

  const editor = window.ace ? open() : null;
  const saved = "unsaved" in form.dataset ? null : field.value;
  const dirty = () => field.value !== saved;

  /* Ace shows and changes the text; every change goes back into the field, where htmx and the form find it. */
  function open() {
    window.ace.config.set("useStrictCSP", true);
    const { defaultEnglishMessages } = window.ace.require("ace/lib/default_english_messages");
    const ours = JSON.parse(script.dataset.search);
    window.ace.config.setMessages({ ...defaultEnglishMessages, ...ours });
    window.ace.define("ace/theme/agora", ["require", "exports"], (_require, exports) => {
      exports.isDark = false;
      exports.cssClass = "ace-agora";
      exports.cssText = "";
    });
    const box = document.createElement("div");
    box.className = "st-ace";
    field.after(box);
    field.classList.add("st-behind");
    field.tabIndex = -1;
    field.setAttribute("aria-hidden", "true");
    const ace = window.ace.edit(box, {
      useWorker: false, mode: "ace/mode/yaml", theme: "ace/theme/agora", tabSize: 2, useSoftTabs: true,
      enableKeyboardAccessibility: true, showPrintMargin: false, fontSize: 14, scrollPastEnd: 0.3,
      fontFamily: "ui-monospace, 'Cascadia Code', 'DejaVu Sans Mono', Menlo, Consolas, monospace",
      copyWithEmptySelection: false, fixedWidthGutter: true, wrap: true, indentedSoftWrap: true,
    });
    ace.session.setValue(field.value);
    const input = ace.textInput.getElement();
    input.setAttribute("aria-label", document.querySelector("label[for=text]").textContent);
    input.setAttribute("aria-describedby", "text-help");
    const help = document.getElementById("text-help");
    help.textContent = help.dataset.keys;
    ace.session.on("change", () => {
      field.value = ace.getValue();
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
    ace.commands.addCommand({
      name: "save", bindKey: { win: "Ctrl-S", mac: "Command-S" },
      exec: () => form.requestSubmit(form.querySelector("button[value=save]")),
    });
    document.querySelector("label[for=text]").addEventListener("click", () => ace.focus());
    return ace;
  }

  function go(line, column) {
    if (editor) {
      editor.gotoLine(line, column - 1, true);
      editor.focus();
      return;
    }
    const start = field.value.split("\n").slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0) + column - 1;
    field.focus();
    field.setSelectionRange(start, start);
  }

  function mark() {
    const places = [...document.querySelectorAll("#check [data-line]")];
    editor?.session.setAnnotations(places.map((place) => ({
      row: Number(place.dataset.line) - 1, column: Number(place.dataset.column) - 1, type: place.dataset.kind,
      text: place.closest("li").querySelector("b").textContent,
    })));
  }

  document.getElementById("check").addEventListener("click", (event) => {
    const place = event.target.closest("[data-line]");
    if (!place) return;
    event.preventDefault();
    go(Number(place.dataset.line), Number(place.dataset.column));
  });

  /* Signing out elsewhere answers the check with the page to sign in: say so, and keep what is shown. */
  const lost = document.querySelector("[data-lost]");
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    const answer = event.detail.xhr;
    const other = answer.responseURL && new URL(answer.responseURL).pathname !== new URL(field.getAttribute("hx-post"), location).pathname;
    lost.hidden = !(other || answer.status === 401 || answer.status === 403);
    if (other || answer.status >= 400) event.detail.shouldSwap = false;
  });
  document.body.addEventListener("htmx:afterSwap", mark);
  mark();

  /* What is not saved stays in this browser until it is. */
  const shelf = `agora-draft-${form.dataset.draft}`;
  const rescue = document.querySelector("[data-rescue]");
  const state = document.querySelector("[data-state]");
  let kept = null;
  try { kept = JSON.parse(localStorage.getItem(shelf)); } catch { kept = null; }
  if (kept && kept.text !== field.value) rescue.hidden = false;
  else localStorage.removeItem(shelf);
  const put = (text) => {
    if (editor) editor.setValue(text, -1);
    else { field.value = text; field.dispatchEvent(new Event("input", { bubbles: true })); }
  };
  rescue.querySelector("[data-rescue-take]").addEventListener("click", () => { put(kept.text); rescue.hidden = true; });
  rescue.querySelector("[data-rescue-drop]").addEventListener("click", () => { localStorage.removeItem(shelf); rescue.hidden = true; });

  const keep = () => {
    if (!rescue.hidden) return;
    if (dirty()) localStorage.setItem(shelf, JSON.stringify({ text: field.value, revision: form.dataset.revision }));
    else localStorage.removeItem(shelf);
  };
  let timer = 0;
  field.addEventListener("input", () => {
    state.textContent = dirty() ? state.dataset.unsavedWords : state.dataset.savedWords;
    clearTimeout(timer);
    timer = setTimeout(keep, 400);
  });
  addEventListener("pagehide", keep);
  let leaving = false;
  form.addEventListener("submit", () => { leaving = true; });
  addEventListener("beforeunload", (event) => { if (dirty() && !leaving) event.preventDefault(); });
  addEventListener("pageshow", () => { leaving = false; });
})();
