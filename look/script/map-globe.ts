// The map of maplibre-gl. It comes when the page is already of use. There are no tiles and no glyphs: ground and labels are
// made of what the page has.
import { all, Board, down, Events, linesOf, Place, up } from "./map-board";

type Anything = any; // maplibre's types are as large as itself, and its own tests hold it to them
const shades = ["c0", "c1", "c2", "c3", "c4", "c5", "c6", "none"];
const pixels = 512 / 360; // of a degree at zoom 0

interface Sent { unit: number; arcs: number[][]; places: { c: string; r?: number[][]; s?: [number, number] }[] }

/** Gives the map that moves, or null on a device that cannot show it. */
export async function globe(frame: HTMLElement, box: HTMLElement, place: (code: string) => Place | undefined, events: Events): Promise<Board | null> {
  if (!can()) return null;
  try {
    const [maplibre, sent] = await Promise.all([engine(box.dataset.engine!), fetch(box.dataset.places!).then(r => r.json() as Promise<Sent>)]);
    return await build(maplibre, sent, frame, box, place, events);
  } catch {
    return null; // the drawing stays
  }
}

function can(): boolean {
  try {
    const gl = document.createElement("canvas").getContext("webgl2") ?? document.createElement("canvas").getContext("webgl");
    gl?.getExtension("WEBGL_lose_context")?.loseContext();
    return !!gl;
  } catch {
    return false;
  }
}

function engine(src: string): Promise<Anything> {
  return new Promise((done, failed) => {
    const s = document.createElement("script");
    s.src = src;
    s.onload = () => done((window as Anything).maplibregl);
    s.onerror = failed;
    document.head.append(s);
  });
}

const collection = (features: Anything[]) => ({ type: "FeatureCollection", features });
const feature = (geometry: Anything, properties: Anything) => ({ type: "Feature", geometry, properties });

// ground unpacks outlines and seats. Rings are filled by the rule of even and odd, so each ring is told apart as a part or a
// hole by how many others hold it.
function ground(sent: Sent, place: (code: string) => Place | undefined) {
  const arcs = sent.arcs.map(a => {
    const line: [number, number][] = [];
    for (let i = 0, x = 0, y = 0; i < a.length; i += 2) line.push([(x += a[i]) / sent.unit, (y += a[i + 1]) / sent.unit]);
    return line;
  });
  const areas: Anything[] = [], seats: Anything[] = [], middles = new Map<string, [number, number]>();
  for (const p of sent.places) {
    const at = place(p.c);
    if (!at) continue;
    const properties = { code: p.c, name: at.name, shade: at.shade };
    if (p.s) middles.set(p.c, [p.s[0] / sent.unit, p.s[1] / sent.unit]);
    if (p.r) {
      const rings = p.r.map(refs => {
        const ring = refs.flatMap(n => (n < 0 ? [...arcs[~n]].reverse() : arcs[n]).slice(0, -1));
        return [...ring, ring[0]];
      });
      areas.push(feature({ type: "MultiPolygon", coordinates: parts(rings) }, properties));
      if (!p.s) middles.set(p.c, rings[0][0] as [number, number]);
    } else if (p.s) {
      seats.push(feature({ type: "Point", coordinates: middles.get(p.c) }, properties));
    }
  }
  const names = [...middles].map(([code, coordinates]) => feature({ type: "Point", coordinates }, { code, label: "label " + place(code)!.name }));
  return { areas: collection(areas), seats: collection(seats), names: collection(names), middles };
}

function parts(rings: number[][][]): number[][][][] {
  const depth = rings.map((r, i) => rings.filter((o, k) => k !== i && holds(o, r[0])).length);
  const outer = rings.map((r, i) => ({ r, i })).filter(({ i }) => depth[i] % 2 === 0);
  return outer.map(({ r, i }) => [r, ...rings.filter((h, k) => depth[k] === depth[i] + 1 && holds(r, h[0]))]);
}

function holds(ring: number[][], [x, y]: number[]): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [[xi, yi], [xj, yj]] = [ring[i], ring[j]];
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
  }
  return inside;
}

// colours are those of the style sheet, in the theme of the moment.
function colours(frame: HTMLElement) {
  const svg = frame.querySelector("svg")!;
  const of = (name: string, property: "fill" | "stroke" = "fill") => {
    const e = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    e.setAttribute("class", name);
    svg.append(e);
    const colour = getComputedStyle(e)[property];
    e.remove();
    return colour;
  };
  const root = getComputedStyle(document.documentElement);
  return { shade: shades.slice(0, 7).map(s => of(s)), none: of("none-ground"), hatch: of("none-line", "stroke"), heap: of("heap"), edge: root.getPropertyValue("--v-edge").trim(), pick: root.getPropertyValue("--v-pick").trim(), ink: getComputedStyle(frame).color };
}

async function build(maplibre: Anything, sent: Sent, frame: HTMLElement, box: HTMLElement, place: (code: string) => Place | undefined, events: Events): Promise<Board> {
  const container = document.createElement("div");
  container.className = "v-board-gl";
  frame.prepend(container);
  const g = ground(sent, place);
  let c = colours(frame);
  const [left, top, scale] = [box.dataset.left, box.dataset.top, box.dataset.scale].map(Number);
  const [, , width, height] = frame.querySelector("svg")!.getAttribute("viewBox")!.split(" ").map(Number);
  const start = { x: left + width / scale / 2, y: top - height / scale / 2 };
  const fill = () => ["match", ["get", "shade"], ...c.shade.flatMap((colour, i) => ["c" + i, colour]), c.none];
  const none = ["==", ["get", "shade"], "none"];
  const not = (as: string) => ["!=", ["get", "as"], as];
  const none1 = ["==", ["get", "n"], -1]; // no way at all
  const map = new maplibre.Map({
    container, attributionControl: false, keyboard: false, scrollZoom: false, dragRotate: false, pitchWithRotate: false, touchPitch: false, renderWorldCopies: false, fadeDuration: 0, minZoom: 3, maxZoom: 15, pixelRatio: Math.min(devicePixelRatio, 2),
    center: [start.x, down(start.y)], zoom: 6,
    style: {
      version: 8,
      sources: {
        areas: { type: "geojson", data: g.areas, tolerance: 0.2 }, seats: { type: "geojson", data: g.seats }, names: { type: "geojson", data: g.names }, ways: { type: "geojson", data: collection([]), tolerance: 0.2 },
        points: { type: "geojson", data: collection([]), cluster: true, clusterRadius: 46, clusterMaxZoom: 14 },
      },
      layers: [
        { id: "areas", type: "fill", source: "areas", paint: { "fill-color": fill(), "fill-antialias": false } },
        { id: "missing", type: "fill", source: "areas", filter: none, paint: { "fill-pattern": "hatch" } },
        { id: "edges", type: "line", source: "areas", paint: { "line-color": c.edge, "line-width": 1.2 } },
        { id: "seats", type: "circle", source: "seats", paint: { "circle-radius": ["interpolate", ["linear"], ["zoom"], 5, 5, 6.5, 9], "circle-color": fill(), "circle-stroke-width": 1, "circle-stroke-color": c.hatch } },
        { id: "picked", type: "line", source: "areas", filter: ["==", ["get", "code"], ""], paint: { "line-color": c.pick, "line-width": 3.5 } },
        { id: "picked seat", type: "circle", source: "seats", filter: ["==", ["get", "code"], ""], paint: { "circle-radius": 10, "circle-opacity": 0, "circle-stroke-color": c.pick, "circle-stroke-width": 3.5 } },
        { id: "names", type: "symbol", source: "names", minzoom: 7.6, layout: { "icon-image": ["get", "label"], "icon-padding": 2, "icon-offset": [0, 14] } },
        { id: "grounds", type: "fill", source: "ways", filter: not("line"), paint: { "fill-color": ["match", ["get", "as"], "about", c.ink, c.heap], "fill-opacity": ["match", ["get", "as"], "about", 0.05, 0.2] } },
        { id: "abouts", type: "line", source: "ways", filter: ["==", ["get", "as"], "about"], paint: { "line-color": c.ink, "line-width": 1.5, "line-dasharray": [4, 3] } },
        { id: "ways", type: "line", source: "ways", filter: not("about"), layout: { "line-join": "round", "line-cap": "round" }, paint: { "line-color": c.heap, "line-width": ["match", ["get", "as"], "area", 2.5, 3.5] } },
        { id: "way over", type: "line", source: "ways", filter: none1, layout: { "line-join": "round", "line-cap": "round" }, paint: { "line-color": c.pick, "line-width": 5 } },
        { id: "way picked", type: "line", source: "ways", filter: none1, layout: { "line-join": "round", "line-cap": "round" }, paint: { "line-color": c.pick, "line-width": 6 } },
        { id: "heaps", type: "circle", source: "points", paint: { "circle-color": c.heap, "circle-stroke-color": c.edge, "circle-stroke-width": 2, "circle-radius": ["case", ["has", "point_count"], ["min", 20, ["+", 10, ["*", 3, ["length", ["to-string", ["get", "point_count"]]]]]], 7] } },
        { id: "counts", type: "symbol", source: "points", filter: ["has", "point_count"], layout: { "icon-image": ["concat", "count ", ["to-string", ["get", "point_count"]]], "icon-allow-overlap": true, "icon-ignore-placement": true } },
      ],
    },
  });
  map.touchZoomRotate.disableRotation();
  map.on("styleimagemissing", (e: { id: string }) => {
    const image = e.id === "hatch" ? hatch(c.none, c.hatch) : e.id.startsWith("label ") ? words(e.id.slice(6), c.ink, c.edge, 13) : words(e.id.slice(6), "#fff", "", 13);
    if (image && !map.hasImage(e.id)) map.addImage(e.id, image, { pixelRatio: 2 });
  });
  await new Promise((done, failed) => { map.once("load", done); map.once("error", failed); });
  const canvas: HTMLCanvasElement = map.getCanvas();
  canvas.tabIndex = -1;
  ["role", "aria-label"].forEach(a => canvas.removeAttribute(a));
  container.setAttribute("aria-hidden", "true");
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    c = colours(frame);
    map.setPaintProperty("areas", "fill-color", fill());
    map.setPaintProperty("seats", "circle-color", fill());
    map.setPaintProperty("edges", "line-color", c.edge);
    map.setPaintProperty("heaps", "circle-color", c.heap);
    map.setPaintProperty("ways", "line-color", c.heap);
    map.setPaintProperty("grounds", "fill-color", ["match", ["get", "as"], "about", c.ink, c.heap]);
    map.setPaintProperty("abouts", "line-color", c.ink);
    map.listImages().forEach((id: string) => map.removeImage(id));
  });
  const whole = { x: start.x, y: start.y };
  const wholePx = () => Math.min(frame.clientWidth / width, frame.clientHeight / height) * scale;
  // A path is thin for a finger: what lies within some pixels is meant, and a path before the area it runs through.
  const wayAt = (p: Anything) => map.queryRenderedFeatures([[p.x - 7, p.y - 7], [p.x + 7, p.y + 7]], { layers: ["ways", "abouts"] })[0] ?? map.queryRenderedFeatures(p, { layers: ["grounds"] })[0];
  map.on("mousemove", (e: Anything) => {
    const w = wayAt(e.point), isOver = w || map.queryRenderedFeatures(e.point, { layers: ["heaps"] })[0];
    map.setFilter("way over", ["==", ["get", "n"], w?.properties.n ?? -1]);
    canvas.style.cursor = isOver ? "pointer" : "";
  });
  map.on("click", (e: Anything) => {
    const [h] = map.queryRenderedFeatures(e.point, { layers: ["heaps"] });
    if (h?.properties.point_count) return events.heap(h.properties.point_count, h.geometry.coordinates[0], up(h.geometry.coordinates[1]));
    const w = h ? undefined : wayAt(e.point);
    map.setFilter("way picked", ["==", ["get", "n"], w?.properties.n ?? -1]);
    if (h ?? w) return events.point((h ?? w).properties.x, (h ?? w).properties.y);
    const [p] = map.queryRenderedFeatures(e.point, { layers: ["seats", "areas"] });
    if (p) events.place(p.properties.code);
  });
  map.on("moveend", () => events.moved());

  const board: Board = {
    view() {
      const m = map.getCenter();
      return { x: m.lng, y: up(m.lat), px: pixels * 2 ** map.getZoom() };
    },
    show: (v, smooth) => map[smooth ? "easeTo" : "jumpTo"]({ center: [v.x, down(v.y)], zoom: Math.log2(v.px / pixels), duration: 250 }),
    whole: smooth => board.show({ ...whole, px: wholePx() }, smooth),
    pick(code, go) {
      ["picked", "picked seat"].forEach(l => map.setFilter(l, ["==", ["get", "code"], code ?? ""]));
      const at = code ? g.middles.get(code) : undefined;
      if (go && at && !map.getBounds().contains(at)) map[matchMedia("(prefers-reduced-motion: reduce)").matches ? "jumpTo" : "panTo"](at.length ? (matchMedia("(prefers-reduced-motion: reduce)").matches ? { center: at } : at) : at);
    },
    points(p) {
      map.getSource("points").setData(collection(all(p).map(s => feature({ type: "Point", coordinates: [s.x / p.unit, s.y / p.unit] }, { x: s.x, y: s.y }))));
      map.getSource("ways").setData(collection((p.ways ?? []).map((w, n) => {
        const lines = linesOf(w, p.unit);
        return feature(w.a === "line" ? { type: "MultiLineString", coordinates: lines } : { type: "MultiPolygon", coordinates: parts(lines) }, { n, as: w.a, x: w.p[0], y: w.p[1] });
      })));
    },
    leave: () => map.remove(),
  };
  return board;
}

function sheet(width: number, height: number) {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width, height];
  return canvas.getContext("2d", { willReadFrequently: true })!;
}

function hatch(ground: string, line: string): ImageData {
  const s = sheet(16, 16);
  s.fillStyle = ground;
  s.fillRect(0, 0, 16, 16);
  s.strokeStyle = line;
  s.lineWidth = 2.5;
  for (const x of [-8, 8, 24]) { s.beginPath(); s.moveTo(x, 16); s.lineTo(x + 16, 0); s.stroke(); }
  return s.getImageData(0, 0, 16, 16);
}

// words draws a label, twice as large as it is shown.
function words(text: string, colour: string, halo: string, size: number): ImageData {
  const font = `600 ${size * 2}px Inter, sans-serif`;
  const measure = sheet(1, 1);
  measure.font = font;
  const [w, h] = [Math.ceil(measure.measureText(text).width) + 12, size * 3];
  const s = sheet(w, h);
  s.font = font;
  s.textAlign = "center";
  s.textBaseline = "middle";
  if (halo) { s.strokeStyle = halo; s.lineWidth = 6; s.lineJoin = "round"; s.strokeText(text, w / 2, h / 2); }
  s.fillStyle = colour;
  s.fillText(text, w / 2, h / 2);
  return s.getImageData(0, 0, w, h);
}
