/* The city's outline as base map, tiles only when the city names a source; without them a grid of kilometres and a
   cross at the city's centre to orient by. Points of the list twin are dots. */
(function () {
  "use strict";

  var KM = 111.32; /* kilometres in a degree of latitude */
  var STEPS = [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50];

  function get(url) {
    return fetch(url, { headers: { Accept: "application/geo+json, application/json" } }).then(function (answer) {
      if (!answer.ok) throw new Error(String(answer.status));
      return answer.json();
    });
  }

  /* Where the city's maps open: the middle of what its people know; null when it does not say. */
  function home(root) {
    return root.dataset.center ? L.latLng(root.dataset.center.split(",").map(Number)) : null;
  }

  /* Squares of a round number of kilometres, counted from the centre; near enough that two always fit. */
  function orient(map, root, center) {
    var from = center || map.getCenter();
    var lines = L.layerGroup().addTo(map);
    function along(low, high, start, step, line) {
      for (var n = Math.ceil((low - start) / step); start + n * step <= high; n++) {
        L.polyline(line(start + n * step), { pane: "grid", interactive: false, color: "currentColor", opacity: 0.15, weight: 1, noClip: true }).addTo(lines);
      }
    }
    function draw() {
      lines.clearLayers();
      var seen = map.getBounds().pad(0.5);
      var pixel = 40075 * Math.cos((map.getCenter().lat * Math.PI) / 180) / (256 * Math.pow(2, map.getZoom()));
      var km = STEPS.find(function (step) { return step / pixel >= 56; });
      if (!km) return; /* wider than a state a flat grid would lie */
      along(seen.getSouth(), seen.getNorth(), from.lat, km / KM, function (lat) { return [[lat, seen.getWest()], [lat, seen.getEast()]]; });
      along(seen.getWest(), seen.getEast(), from.lng, km / (KM * Math.cos((from.lat * Math.PI) / 180)), function (lng) { return [[seen.getSouth(), lng], [seen.getNorth(), lng]]; });
    }
    map.on("moveend viewreset", draw);
    draw();
    if (!center) return;
    var name = document.createElement("span");
    name.textContent = root.dataset.saidCenter;
    L.marker(center, { icon: L.divIcon({ className: "map__center", html: name, iconSize: [16, 16] }), interactive: false, keyboard: false, zIndexOffset: -1000 }).addTo(map);
  }

  function create(root, canvas, options) {
    var map = L.map(canvas, Object.assign({ attributionControl: Boolean(root.dataset.tiles), zoomSnap: 0.5, minZoom: 4, maxZoom: 19, fadeAnimation: false, scrollWheelZoom: false }, options));
    if (root.dataset.tiles) {
      map.attributionControl.setPrefix(false);
      L.tileLayer(root.dataset.tiles, { attribution: root.dataset.attribution || "", maxZoom: 19 }).addTo(map);
    }
    L.control.scale({ imperial: false }).addTo(map);
    var center = home(root);
    if (center) map.setView(center, Number(root.dataset.zoom));
    else map.setView([23.6, -102.5], 5); /* the country, until the outline or a point says where */
    ["ground", "grid"].forEach(function (name, index) {
      var pane = map.createPane(name);
      pane.classList.add("leaflet-overlay-pane"); /* Leaflet's own style frees drawings in it from the page's limits */
      pane.style.zIndex = 300 + index; /* beneath points and pin */
      pane.style.pointerEvents = "none";
    });
    if (!root.dataset.tiles) orient(map, root, center);
    /* Wheel zoom only while the map has the focus: a page that is scrolled past stays a page. */
    canvas.addEventListener("focusin", function () { map.scrollWheelZoom.enable(); });
    canvas.addEventListener("focusout", function () { map.scrollWheelZoom.disable(); });
    return map;
  }

  /* Draws the outline; resolves with its GeoJSON, or null when there is none. */
  function outline(map, root, fit) {
    if (!root.dataset.boundary) return Promise.resolve(null);
    return get(root.dataset.boundary).then(function (shape) {
      var layer = L.geoJSON(shape, { interactive: false, pane: "ground", style: { className: "map__boundary" + (root.dataset.tiles ? " map__boundary--bare" : "") } }).addTo(map);
      if (fit && !home(root)) map.fitBounds(layer.getBounds(), { padding: [12, 12] });
      if (root.dataset.zones) {
        get(root.dataset.zones).then(function (zones) {
          var note = root.querySelector("[data-bare]");
          if (note && zones.features.length) note.hidden = true;
          L.geoJSON(zones, { interactive: false, pane: "ground", style: { className: "map__zone" } }).addTo(map);
        }).catch(function () { /* the outline alone is enough */ });
      }
      return shape;
    }).catch(function () { return null; });
  }

  function twin(root) {
    var map = create(root, root.querySelector("[data-map-canvas]"), {});
    var dots = L.featureGroup();
    root.querySelectorAll("[data-lat]").forEach(function (row) {
      var kind = row.dataset.status ? " map__dot--" + row.dataset.status : "";
      var dot = L.circleMarker([Number(row.dataset.lat), Number(row.dataset.lon)], { radius: 9, className: "map__dot" + kind });
      var link = row.querySelector("a");
      var note = document.createElement(link ? "a" : "b");
      note.textContent = row.dataset.title;
      if (link) note.href = link.href;
      dot.bindPopup(note);
      dots.addLayer(dot);
    });
    dots.addTo(map);
    outline(map, root, !dots.getLayers().length);
    if (dots.getLayers().length) show(map, root, dots.getBounds());
  }

  /* Without streets a point says something only with the centre in view, unless that is far away. */
  function show(map, root, points) {
    var center = home(root);
    var seen = points;
    if (!root.dataset.tiles && center && center.distanceTo(points.getCenter()) < 20000) seen = L.latLngBounds([center, center]).extend(points);
    map.fitBounds(seen, { padding: [40, 40], maxZoom: root.dataset.tiles ? 15 : Number(root.dataset.zoom || 10) });
  }

  window.agoraMap = { create: create, outline: outline };
  document.addEventListener("DOMContentLoaded", function () {
    if (window.L) document.querySelectorAll("[data-map]").forEach(twin);
  });
})();
