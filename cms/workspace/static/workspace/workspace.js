/* The page of a case and the phone pages: one click is one move, keys, previews of photos. */
(() => {
  "use strict";

  /* A form marked data-once is sent once; coming back by the browser's button makes it usable again. */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-once]")) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    form.querySelectorAll("button[type=submit]").forEach((button) => button.setAttribute("aria-disabled", "true"));
  });
  addEventListener("pageshow", () => document.querySelectorAll("[data-sent]").forEach((form) => { delete form.dataset.sent; }));

  document.querySelector("[data-conflict]")?.focus();

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    await navigator.clipboard?.writeText(button.dataset.copy);
    button.setAttribute("aria-label", button.dataset.copied);
    button.title = button.dataset.copied;
  });

  document.querySelectorAll("[data-camera]").forEach((camera) => {
    const input = camera.querySelector("input[type=file]");
    const previews = camera.querySelector("[data-previews]");
    input.addEventListener("change", () => {
      previews.replaceChildren(...[...input.files].map((file) => {
        if (!file.type.startsWith("image/")) return Object.assign(document.createElement("span"), { textContent: file.name });
        const image = Object.assign(document.createElement("img"), { alt: file.name, src: URL.createObjectURL(file) });
        image.addEventListener("load", () => URL.revokeObjectURL(image.src));
        return image;
      }));
    });
  });

  if (!document.querySelector("[data-case]")) return;
  const KEYS = {
    n: () => document.querySelector("#note-text")?.focus(),
    h: () => document.querySelector("#history")?.scrollIntoView(),
    u: () => { const trail = [...document.querySelectorAll(".w-breadcrumbs a")]; trail.at(-2)?.click(); },
  };
  document.addEventListener("keydown", (event) => {
    if (event.target.closest("input, textarea, select, [contenteditable], [role=dialog]")) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = /^[1-9]$/.test(event.key) && document.querySelectorAll("[data-step]")[Number(event.key) - 1];
    if (step) step.focus();
    else if (KEYS[event.key]) KEYS[event.key]();
    else return;
    event.preventDefault();
  });
})();
