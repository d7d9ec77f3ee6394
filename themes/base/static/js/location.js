/* Where is it? Pin by touch, by arrow keys or from the device; writes the hidden fields of its group. */
(function () {
  "use strict";
  var STEPS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

  function inRing(ring, x, y) {
    var inside = false;
    for (var i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      var crosses = ring[i][1] > y !== ring[j][1] > y;
      if (crosses && x < ((ring[j][0] - ring[i][0]) * (y - ring[i][1])) / (ring[j][1] - ring[i][1]) + ring[i][0]) inside = !inside;
    }
    return inside;
  }

  function polygons(shape) {
    if (!shape) return [];
    if (shape.type === "FeatureCollection") return shape.features.flatMap(polygons);
    if (shape.type === "Feature") return polygons(shape.geometry);
    return shape.type === "Polygon" ? [shape.coordinates] : shape.coordinates;
  }

  function contains(shape, point) {
    return polygons(shape).some(function (rings) {
      return inRing(rings[0], point.lng, point.lat) && !rings.slice(1).some(function (hole) { return inRing(hole, point.lng, point.lat); });
    });
  }

  function Picker(root) {
    var canvas = root.querySelector("[data-map-canvas]");
    var template = root.querySelector("[data-pin]");
    this.root = root;
    this.said = root.dataset;
    this.state = root.querySelector("[data-state]");
    this.parts = {};
    root.querySelectorAll("[data-part]").forEach(function (input) { this.parts[input.dataset.part] = input; }, this);
    this.map = window.agoraMap.create(root, canvas, { keyboard: false });
    this.icon = L.divIcon({ className: "map__pin", html: template.innerHTML, iconSize: [36, 47], iconAnchor: [18, 46] });
    this.map.on("click", function (event) { this.place(event.latlng, "pin"); }, this);
    canvas.addEventListener("keydown", this.key.bind(this));
    var locate = root.querySelector("[data-locate]");
    if (!navigator.geolocation) locate.hidden = true;
    locate.addEventListener("click", this.locate.bind(this));
    this.restore();
  }

  Picker.prototype.restore = function () {
    var lat = parseFloat(this.parts.lat.value);
    var lon = parseFloat(this.parts.lon.value);
    var known = Number.isFinite(lat) && Number.isFinite(lon);
    var self = this;
    window.agoraMap.outline(this.map, this.root, !known).then(function (shape) {
      self.shape = shape;
      if (known) self.place(L.latLng(lat, lon), self.parts.source.value || "pin", Number(self.parts.accuracy.value) || 0, 16);
    });
  };

  Picker.prototype.place = function (point, source, accuracy, zoom) {
    if (!this.pin) {
      this.pin = L.marker(point, { icon: this.icon, draggable: true, autoPan: true, keyboard: false }).addTo(this.map);
      this.pin.on("dragend", function () { this.place(this.pin.getLatLng(), "pin"); }, this);
    }
    this.pin.setLatLng(point);
    if (this.circle) this.circle.remove();
    if (accuracy) this.circle = L.circle(point, { radius: accuracy, className: "map__accuracy", interactive: false }).addTo(this.map);
    if (zoom) this.map.setView(point, Math.max(this.near(zoom), this.map.getZoom()));
    else if (!this.map.getBounds().pad(-0.1).contains(point)) this.map.panTo(point);
    this.write(point, source, accuracy || 0);
  };

  /* Without streets there is nothing to see from nearer than the city's own view. */
  Picker.prototype.near = function (zoom) {
    return this.said.tiles || !this.said.zoom ? zoom : Math.min(zoom, Number(this.said.zoom) + 1);
  };

  Picker.prototype.write = function (point, source, accuracy) {
    this.parts.lat.value = point.lat.toFixed(6);
    this.parts.lon.value = point.lng.toFixed(6);
    this.parts.accuracy.value = accuracy ? Math.round(accuracy) : "";
    this.parts.source.value = source;
    if (this.shape && !contains(this.shape, point)) this.say(this.said.saidOutside, "error");
    else this.say(this.said.saidPlaced + " " + point.lat.toFixed(5) + ", " + point.lng.toFixed(5) + (accuracy ? " (" + Math.round(accuracy) + " " + this.said.saidMetres + ")" : ""));
    this.root.dispatchEvent(new CustomEvent("location:changed", { bubbles: true, detail: { lat: point.lat, lon: point.lng } }));
  };

  Picker.prototype.say = function (text, kind) {
    this.state.textContent = text;
    this.state.dataset.kind = kind || "";
  };

  Picker.prototype.key = function (event) {
    var step = STEPS[event.key];
    if (event.key === "+" || event.key === "=") this.map.zoomIn();
    else if (event.key === "-") this.map.zoomOut();
    else if (event.key === "Enter" && event.target === event.currentTarget) this.place(this.map.getCenter(), "pin");
    else if (step) {
      var reach = event.shiftKey ? 40 : 8;
      var from = this.map.latLngToContainerPoint(this.pin ? this.pin.getLatLng() : this.map.getCenter());
      this.place(this.map.containerPointToLatLng(from.add([step[0] * reach, step[1] * reach])), "pin");
    } else return;
    event.preventDefault();
  };

  Picker.prototype.locate = function () {
    var self = this;
    this.say(this.said.saidSearching);
    navigator.geolocation.getCurrentPosition(
      function (found) { self.place(L.latLng(found.coords.latitude, found.coords.longitude), "device", found.coords.accuracy, 17); },
      function () { self.say(self.said.saidDenied, "error"); },
      { enableHighAccuracy: true, timeout: 15000, maximumAge: 30000 }
    );
  };

  document.addEventListener("DOMContentLoaded", function () {
    if (!window.L || !window.agoraMap) return;
    document.querySelectorAll("[data-location]").forEach(function (root) { new Picker(root); });
  });
})();
