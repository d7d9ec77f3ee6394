/* A select with many options becomes a field to write into (ARIA combobox with a list); the select keeps the value. */
(function () {
  "use strict";
  var ENOUGH = 8;
  var SHOWN = 60;

  function plain(text) {
    return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase().trim();
  }

  function make(tag, attributes) {
    var node = document.createElement(tag);
    Object.keys(attributes).forEach(function (name) { node.setAttribute(name, attributes[name]); });
    return node;
  }

  function Combobox(select) {
    this.select = select;
    this.options = Array.from(select.options).filter(function (option) { return option.value; });
    this.at = -1;
    this.build(select.id);
    this.input.value = select.value ? select.selectedOptions[0].text : "";
    this.input.addEventListener("input", this.filter.bind(this));
    this.input.addEventListener("click", this.filter.bind(this));
    this.input.addEventListener("keydown", this.key.bind(this));
    this.input.addEventListener("blur", this.leave.bind(this));
    this.list.addEventListener("pointerdown", this.pick.bind(this));
  }

  Combobox.prototype.build = function (id) {
    var select = this.select;
    var box = make("div", { class: "combobox" });
    this.input = make("input", { class: "input", id: id, type: "text", role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": id + "_list", placeholder: select.dataset.placeholder || "" });
    ["aria-describedby", "aria-invalid"].forEach(function (name) { if (select.hasAttribute(name)) this.input.setAttribute(name, select.getAttribute(name)); }, this);
    if (select.required) {
      this.input.required = true;
      select.required = false;
    }
    this.list = make("ul", { class: "combobox__list", id: id + "_list", role: "listbox", hidden: "" });
    this.list.setAttribute("aria-label", this.label(id));
    this.status = make("span", { class: "visually-hidden", role: "status" });
    select.before(box);
    select.id = id + "_select";
    select.hidden = true;
    box.append(this.input, this.list, this.status, select);
  };

  Combobox.prototype.label = function (id) {
    var label = document.querySelector('label[for="' + id + '"]');
    return label ? label.textContent.trim() : "";
  };

  Combobox.prototype.filter = function (event) {
    var wanted = event.type === "click" ? "" : plain(this.input.value);
    if (event.type === "click" && !this.list.hidden) return;
    this.found = this.options.filter(function (option) { return plain(option.text).includes(wanted); });
    this.found.sort(function (a, b) { return plain(b.text).startsWith(wanted) - plain(a.text).startsWith(wanted); });
    this.draw();
  };

  Combobox.prototype.draw = function () {
    this.list.replaceChildren();
    this.found.slice(0, SHOWN).forEach(function (option, index) {
      var row = make("li", { role: "option", id: this.input.id + "_" + index, "aria-selected": "false" });
      row.textContent = option.text;
      this.list.append(row);
    }, this);
    if (!this.found.length) {
      var none = make("li", { class: "combobox__none", role: "option", "aria-disabled": "true", "aria-selected": "false" });
      none.textContent = this.select.dataset.none;
      this.list.append(none);
    }
    this.status.textContent = this.found.length ? this.found.length + " " + this.select.dataset.count : this.select.dataset.none;
    this.open(true);
    this.mark(-1);
  };

  Combobox.prototype.open = function (yes) {
    this.list.hidden = !yes;
    this.input.setAttribute("aria-expanded", String(yes));
  };

  Combobox.prototype.mark = function (index) {
    var rows = this.list.querySelectorAll('[role="option"]:not([aria-disabled])');
    rows.forEach(function (row, place) { row.setAttribute("aria-selected", String(place === index)); });
    this.at = index;
    if (index < 0 || !rows[index]) return this.input.removeAttribute("aria-activedescendant");
    this.input.setAttribute("aria-activedescendant", rows[index].id);
    return rows[index].scrollIntoView({ block: "nearest" });
  };

  Combobox.prototype.choose = function (index) {
    var option = this.found && this.found[index];
    if (!option) return;
    this.select.value = option.value;
    this.input.value = option.text;
    this.open(false);
    this.select.dispatchEvent(new Event("change", { bubbles: true }));
  };

  Combobox.prototype.key = function (event) {
    var shut = this.list.hidden;
    var last = Math.min((this.found || []).length, SHOWN) - 1;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (shut) this.filter({ type: "click" });
      else if (event.key === "ArrowDown") this.mark(this.at >= last ? 0 : this.at + 1);
      else this.mark(this.at <= 0 ? last : this.at - 1);
    } else if (event.key === "Enter" && !shut && this.at >= 0) {
      event.preventDefault();
      this.choose(this.at);
    } else if (event.key === "Escape" && !shut) {
      event.preventDefault();
      this.open(false);
    }
  };

  Combobox.prototype.pick = function (event) {
    var row = event.target.closest('[role="option"]:not([aria-disabled])');
    event.preventDefault();
    if (row) this.choose(Array.from(this.list.children).indexOf(row));
  };

  /* What is written must be one of the options: an exact name counts, anything else goes back to the chosen one. */
  Combobox.prototype.leave = function () {
    var written = plain(this.input.value);
    var same = this.options.filter(function (option) { return plain(option.text) === written; });
    this.open(false);
    if (!written) this.select.value = "";
    else if (same.length === 1) this.select.value = same[0].value;
    this.input.value = this.select.value ? this.select.selectedOptions[0].text : "";
  };

  document.addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll("select[data-combobox]").forEach(function (select) {
      if (select.options.length > ENOUGH) new Combobox(select);
    });
  });
})();
