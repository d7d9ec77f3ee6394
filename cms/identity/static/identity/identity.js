/* Shows a password that is being typed, for whoever wants to see it. Without JavaScript it stays hidden. */
(function () {
  "use strict";
  document.addEventListener("DOMContentLoaded", function () {
    var words = document.documentElement.lang.slice(0, 2) === "en" ? ["Show", "Hide"] : ["Mostrar", "Ocultar"];
    document.querySelectorAll("input[data-password]").forEach(function (input) {
      var wrap = document.createElement("span");
      var button = document.createElement("button");
      wrap.className = "password";
      button.className = "password__show";
      button.type = "button";
      button.textContent = words[0];
      button.setAttribute("aria-controls", input.id);
      button.setAttribute("aria-pressed", "false");
      input.replaceWith(wrap);
      wrap.append(input, button);
      button.addEventListener("click", function () {
        var shown = input.type === "text";
        input.type = shown ? "password" : "text";
        button.textContent = shown ? words[0] : words[1];
        button.setAttribute("aria-pressed", String(!shown));
      });
      if (input.hasAttribute("autofocus")) input.focus();
    });
  });
})();
