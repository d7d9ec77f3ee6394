/* Chosen files with a preview, one by one removable; a file that is too large says so before it is sent. */
(function () {
  "use strict";

  function Photos(root) {
    this.root = root;
    this.input = root.querySelector("input[type=file]");
    this.list = root.querySelector(".photo__list");
    this.template = root.querySelector("template");
    this.kept = [];
    this.refused = [];
    this.input.addEventListener("change", this.add.bind(this));
    var drop = root.querySelector(".photo__drop");
    ["dragenter", "dragover"].forEach(function (name) { drop.addEventListener(name, function () { drop.classList.add("is-over"); }); });
    ["dragleave", "drop"].forEach(function (name) { drop.addEventListener(name, function () { drop.classList.remove("is-over"); }); });
  }

  Photos.prototype.problem = function (file, taken) {
    var said = this.root.dataset;
    var accepts = this.input.accept.split(",").map(function (kind) { return kind.trim(); }).filter(Boolean);
    var fits = !accepts.length || !file.type || accepts.some(function (kind) { return kind === file.type || (kind.endsWith("/*") && file.type.startsWith(kind.slice(0, -1))); });
    if (!fits) return file.name + " " + said.wrongKind;
    if (file.size > Number(said.maxBytes)) return file.name + " " + said.tooBig;
    if (taken >= Number(said.many)) return said.tooMany;
    return "";
  };

  /* A camera gives one picture at a time: what was chosen before stays. */
  Photos.prototype.add = function () {
    var many = Number(this.root.dataset.many) > 1;
    var chosen = Array.from(this.input.files);
    if (!many) this.kept = [];
    this.refused = [];
    chosen.forEach(function (file) {
      var known = this.kept.some(function (old) { return old.name === file.name && old.size === file.size && old.lastModified === file.lastModified; });
      if (known) return;
      var problem = this.problem(file, this.kept.length);
      if (problem) this.refused.push(problem);
      else this.kept.push(file);
    }, this);
    this.write();
  };

  Photos.prototype.write = function () {
    var carrier = new DataTransfer();
    this.kept.forEach(function (file) { carrier.items.add(file); });
    this.input.files = carrier.files;
    this.list.replaceChildren();
    this.kept.forEach(this.show, this);
    this.refused.forEach(this.complain, this);
    this.list.hidden = !this.list.children.length;
  };

  Photos.prototype.show = function (file) {
    var item = this.template.content.firstElementChild.cloneNode(true);
    var self = this;
    item.querySelector(".photo__name").textContent = file.name;
    var button = item.querySelector("button");
    button.setAttribute("aria-label", this.root.dataset.remove + " " + file.name);
    button.addEventListener("click", function () {
      self.kept = self.kept.filter(function (other) { return other !== file; });
      self.refused = [];
      self.write();
      self.input.focus();
    });
    this.list.append(item);
    if (file.type.startsWith("image/") && window.createImageBitmap) this.preview(file, item);
  };

  /* Drawn on a canvas: no address of the file is needed, and memory stays small. */
  Photos.prototype.preview = function (file, item) {
    createImageBitmap(file).then(function (picture) {
      var side = Math.min(picture.width, picture.height);
      var canvas = document.createElement("canvas");
      canvas.width = canvas.height = 320;
      canvas.className = "photo__file";
      canvas.getContext("2d").drawImage(picture, (picture.width - side) / 2, (picture.height - side) / 2, side, side, 0, 0, 320, 320);
      picture.close();
      item.querySelector(".photo__file").replaceWith(canvas);
    }).catch(function () { /* the file icon stays */ });
  };

  Photos.prototype.complain = function (text) {
    var item = this.template.content.firstElementChild.cloneNode(true);
    item.classList.add("photo__item--error");
    item.querySelector(".photo__name").textContent = text;
    item.querySelector("button").remove();
    this.list.append(item);
  };

  document.addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll("[data-photo]").forEach(function (root) { new Photos(root); });
  });
})();
