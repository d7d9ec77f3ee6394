/* The queue: keyboard, several cases at once, and a list that renews itself while somebody looks at it. */
(() => {
  "use strict";
  const script = document.currentScript;
  const results = () => document.querySelector("#listing-results");
  const rows = () => [...results().querySelectorAll("tbody tr")];
  const boxes = () => [...results().querySelectorAll("[data-q-pick]")];
  const bulk = document.querySelector("[data-q-bulk]");
  const said = document.querySelector("[data-q-fresh]");
  const chosen = new Set();
  let current = "";
  let last = "";

  const folioOf = (row) => row.querySelector("a.q-link")?.textContent ?? "";

  function showChosen() {
    boxes().forEach((box) => { box.checked = chosen.has(box.value); });
    if (!bulk) return;
    bulk.hidden = chosen.size === 0;
    const words = chosen.size === 1 ? script.dataset.chosenOne : script.dataset.chosenMany;
    bulk.querySelector("[data-q-chosen]").textContent = words.replace("#", chosen.size);
    const all = results().querySelector("[data-q-all]");
    if (all) all.checked = boxes().length > 0 && boxes().every((box) => box.checked);
  }

  function pick(box, on) {
    if (on) chosen.add(box.value); else chosen.delete(box.value);
  }

  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-q-pick]")) pick(event.target, event.target.checked);
    else if (event.target.matches("[data-q-all]")) boxes().forEach((box) => pick(box, event.target.checked));
    else return;
    showChosen();
  });
  document.addEventListener("click", (event) => {
    const open = document.querySelector("details.q-views[open]");
    if (open && !open.contains(event.target)) open.open = false;
  });
  document.querySelector("[data-q-none]")?.addEventListener("click", () => { chosen.clear(); showChosen(); });

  function stand(row) {
    rows().forEach((each) => each.classList.toggle("q-row--here", each === row));
    if (!row) return;
    current = folioOf(row);
    row.querySelector("a.q-link").focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  }

  function step(by) {
    const all = rows();
    const at = all.findIndex((row) => folioOf(row) === current);
    stand(all[Math.min(all.length - 1, Math.max(0, at + by))]);
  }

  const KEYS = {
    j: () => step(1),
    k: () => step(-1),
    x: () => {
      const box = rows().find((row) => folioOf(row) === current)?.querySelector("[data-q-pick]");
      if (box) { pick(box, !chosen.has(box.value)); showChosen(); }
    },
    "/": () => document.querySelector(".w-slim-header__search-form input[type=text], #id_q")?.focus(),
  };

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable], [role=dialog]");
    if (typing || event.ctrlKey || event.metaKey || event.altKey || !KEYS[event.key]) return;
    event.preventDefault();
    KEYS[event.key]();
  });

  const busy = () => document.hidden || results().querySelector("details[open]") || results().contains(document.activeElement)
    && document.activeElement.matches("input[type=text]");

  function tellOver() {
    const again = document.createElement("a");
    again.href = location.href;
    again.textContent = script.dataset.over;
    said.replaceChildren(again);
  }

  async function renew() {
    if (busy()) return;
    const address = `${document.querySelector("[data-search-form]").getAttribute("action")}${location.search}`;
    try {
      const answer = await fetch(address, { headers: { "X-Requested-With": "XMLHttpRequest" } });
      if (answer.redirected || answer.status === 401 || answer.status === 403) return tellOver();
      if (!answer.ok) throw new Error(answer.status);
      const html = await answer.text();
      const text = html.replace(/name="csrfmiddlewaretoken" value="[^"]*"/g, "");
      said.textContent = script.dataset.fresh;
      if (text === last || busy()) return;
      const held = document.activeElement.closest?.("#listing-results tr");
      results().innerHTML = html;
      last = text;
      showChosen();
      if (held) stand(rows().find((row) => folioOf(row) === current));
    } catch {
      said.textContent = script.dataset.stale;
    }
  }

  document.addEventListener("w-swap:success", () => { last = ""; showChosen(); });
  said.textContent = script.dataset.fresh;
  setInterval(renew, Number(script.dataset.seconds) * 1000);
})();
