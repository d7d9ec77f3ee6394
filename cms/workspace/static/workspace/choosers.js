// Date and time fields of the admin, begun without inline scripts, so that the content policy can forbid those.
// Each field is followed by <template data-chooser="initDateChooser" data-for="id" data-config="{…}">.
(() => {
  const begin = (root) => {
    root.querySelectorAll("template[data-chooser]").forEach((mark) => {
      const { chooser, for: id, config } = mark.dataset;
      if (!document.getElementById(id) || !window[chooser]) return;
      mark.remove();
      window[chooser](id, JSON.parse(config));
    });
  };
  document.addEventListener("DOMContentLoaded", () => {
    begin(document);
    new MutationObserver((changes) => {
      if (changes.some((change) => change.addedNodes.length)) begin(document);
    }).observe(document.body, { childList: true, subtree: true });
  });
})();
