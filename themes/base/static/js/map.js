/* The city's outline as base map, tiles only when the city names a source; points of the list twin as dots. */
(function () {
  "use strict";

  function get(url) {
    return fetch(url, { headers: { Accept: "application/geo+json, application/json" } }).then(function (answer) {
      if (!answer.ok) throw new Error(String(answer.status));
      return answer.json();
    });
  }

  function create(root, canvas, options) {
    var map = L.map(canvas, Object.assign({ attributionControl: Boolean(root.dataset.tiles), zoomSnap: 0.5, minZoom: 4, maxZoom: 19, fadeAnimation: false, scrollWheelZoom: false }, options));
    if (root.dataset.tiles) {
      map.attributionControl.setPrefix(false);
      L.tileLayer(root.dataset.tiles, { attribution: root.dataset.attribution || "", maxZoom: 19 }).addTo(map);
    }
    L.control.scale({ imperial: false }).addTo(map);
    map.setView([23.6, -102.5], 5); /* the country, until the outline or a point says where */
    /* Wheel zoom only while the map has the focus: a page that is scrolled past stays a page. */
    canvas.addEventListener("focusin", function () { map.scrollWheelZoom.enable(); });
    canvas.addEventListener("focusout", function () { map.scrollWheelZoom.disable(); });
    return map;
  }

  /* Draws the outline; resolves with its GeoJSON, or null when there is none. */
  function outline(map, root, fit) {
    if (!root.dataset.boundary) return Promise.resolve(null);
    return get(root.dataset.boundary).then(function (shape) {
      var layer = L.geoJSON(shape, { interactive: false, style: { className: "map__boundary" + (root.dataset.tiles ? " map__boundary--bare" : "") } }).addTo(map);
      layer.bringToBack();
      if (fit) map.fitBounds(layer.getBounds(), { padding: [12, 12] });
      if (root.dataset.zones) {
        get(root.dataset.zones).then(function (zones) {
          L.geoJSON(zones, { interactive: false, style: { className: "map__zone" } }).addTo(map);
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
    if (dots.getLayers().length) map.fitBounds(dots.getBounds(), { padding: [40, 40], maxZoom: root.dataset.tiles ? 15 : 10 });
  }

  window.agoraMap = { create: create, outline: outline };
  document.addEventListener("DOMContentLoaded", function () {
    if (window.L) document.querySelectorAll("[data-map]").forEach(twin);
  });
})();
