// The picture of the server, made to move: it is there at once, and it is the map where there is no WebGL.
import { all, Board, Events, linesOf, up, View } from "./map-board";

export interface Points { unit: number; kinds: { k: string; c: string; p: number[] }[]; ways?: Way[] }

/** A path or an area: "line", "area", or "about" for the square somewhere in which something is; p is the place that stands for it. */
export interface Way { a: string; p: [number, number]; l: number[][] }

const ns = "http://www.w3.org/2000/svg";
const cell = 46; // pixels within which resources are one heap
const closest = 40_000; // pixels a degree

export function drawing(frame: HTMLElement, box: HTMLElement, events: Events): Board {
  const svg = frame.querySelector<SVGSVGElement>("svg")!;
  const heaps = svg.querySelector<SVGGElement>("[data-heaps]")!;
  const [left, top, scale] = [box.dataset.left, box.dataset.top, box.dataset.scale].map(Number);
  const { width, height } = svg.viewBox.baseVal;
  const label = svg.getAttribute("aria-label")!;
  let at: { x: number; y: number; px: number };
  let spots: { x: number; y: number; lon: number; lat: number }[] = [];

  const size = () => ({ w: Math.max(frame.clientWidth, 1), h: Math.max(frame.clientHeight, 1) });
  const whole = (): View => {
    const { w, h } = size();
    return { x: left + width / scale / 2, y: top - height / scale / 2, px: Math.min(w / width, h / height) * scale };
  };
  const put = (v: View) => {
    const { w, h } = size();
    at = { ...v, px: Math.min(Math.max(v.px, whole().px / 2), closest) };
    const [vw, vh] = [(w * scale) / at.px, (h * scale) / at.px];
    svg.setAttribute("viewBox", `${(at.x - left) * scale - vw / 2} ${(top - at.y) * scale - vh / 2} ${vw} ${vh}`);
    svg.querySelectorAll<SVGCircleElement>(".seat").forEach(c => c.setAttribute("r", String((Math.min(9, 3 + at.px * 0.05) * scale) / at.px)));
    if (spots.length) heap();
  };
  // heap puts what lies close together in one circle.
  const heap = () => {
    const { w, h } = size();
    const unit = scale / at.px; // of the picture, in a pixel
    const found = new Map<string, { x: number; y: number; n: number; lon: number; lat: number }>();
    for (const s of spots) {
      const x = (s.x - at.x) * at.px + w / 2, y = (at.y - s.y) * at.px + h / 2;
      if (x < 0 || y < 0 || x > w || y > h) continue;
      const key = Math.floor((s.x * at.px) / cell) + " " + Math.floor((s.y * at.px) / cell);
      const one = found.get(key) ?? { x: 0, y: 0, n: 0, lon: s.lon, lat: s.lat };
      one.x += s.x; one.y += s.y; one.n++;
      found.set(key, one);
    }
    heaps.replaceChildren(...[...found.values()].flatMap(f => {
      const [x, y] = [(f.x / f.n - left) * scale, (top - f.y / f.n) * scale];
      const c = document.createElementNS(ns, "circle");
      c.setAttribute("class", "heap");
      c.setAttribute("cx", String(x)); c.setAttribute("cy", String(y)); c.setAttribute("r", String(Math.min(20, 7 + String(f.n).length * 3) * unit));
      c.dataset.n = String(f.n); c.dataset.at = f.lon + "," + f.lat;
      if (f.n === 1) return [c];
      const t = document.createElementNS(ns, "text");
      t.setAttribute("class", "heap-n");
      t.setAttribute("transform", `translate(${x} ${y + 4.5 * unit}) scale(${unit * 0.85})`);
      t.textContent = String(f.n);
      return [c, t];
    }));
  };

  let from: { x: number; y: number; view: View } | null = null;
  let dragged = false;
  const press = (e: PointerEvent) => {
    if (e.button !== 0 || (e.target as Element).closest("button")) return;
    from = { x: e.clientX, y: e.clientY, view: at };
    dragged = false;
  };
  const move = (e: PointerEvent) => {
    if (!from || !(e.buttons & 1)) return;
    if (Math.hypot(e.clientX - from.x, e.clientY - from.y) > 4) dragged = true;
    if (dragged) put({ x: from.view.x - (e.clientX - from.x) / at.px, y: from.view.y + (e.clientY - from.y) / at.px, px: at.px });
  };
  const release = () => { if (from && dragged) events.moved(); from = null; };
  const click = (e: MouseEvent) => {
    const on = e.target as Element;
    if (dragged) return;
    const h = on.closest<SVGElement>(".heap");
    if (h?.dataset.at) {
      const [lon, lat] = h.dataset.at.split(",").map(Number);
      const isOne = h.dataset.n === "1" || at.px >= closest; // what does not part even here is at one place
      return isOne ? events.point(lon, lat) : events.heap(Number(h.dataset.n), left + Number(h.getAttribute("cx")) / scale, top - Number(h.getAttribute("cy")) / scale);
    }
    const way = on.closest<SVGElement>(".way");
    svg.querySelectorAll(".way.picked").forEach(e => e.classList.remove("picked"));
    if (way?.dataset.at) {
      way.classList.add("picked");
      const [lon, lat] = way.dataset.at.split(",").map(Number);
      return events.point(lon, lat);
    }
    const code = on.closest<SVGElement>("[data-code]")?.dataset.code;
    if (code) events.place(code);
  };
  svg.addEventListener("pointerdown", press);
  addEventListener("pointermove", move);
  addEventListener("pointerup", release);
  svg.addEventListener("click", click);
  const resized = new ResizeObserver(() => put(at));
  at = whole();
  resized.observe(frame);

  return {
    view: () => at,
    show: v => { put(v); events.moved(); },
    whole: () => { put(whole()); events.moved(); },
    pick(code, go) {
      svg.querySelectorAll(".picked").forEach(e => e.classList.remove("picked"));
      const e = code && svg.querySelector<SVGGraphicsElement>(`[data-code="${CSS.escape(code)}"]`);
      if (!e) return;
      e.classList.add("picked");
      e.parentNode!.append(e); // above its neighbours
      const b = e.getBBox();
      const v = { x: left + (b.x + b.width / 2) / scale, y: top - (b.y + b.height / 2) / scale, px: at.px };
      const { w, h } = size();
      if (go && (Math.abs(v.x - at.x) * at.px > w * 0.4 || Math.abs(v.y - at.y) * at.px > h * 0.4)) put(v);
    },
    points(p) {
      spots = all(p).map(s => ({ x: s.x / p.unit, y: up(s.y / p.unit), lon: s.x, lat: s.y }));
      svg.querySelector("[data-ways]")!.replaceChildren(...(p.ways ?? []).map(w => {
        const e = document.createElementNS(ns, "path");
        e.setAttribute("class", "way");
        [e.dataset.k, e.dataset.at] = [w.a, w.p.join(",")];
        e.setAttribute("d", linesOf(w, p.unit).map(l => "M" + l.map(([lon, lat]) => `${((lon - left) * scale).toFixed(2)} ${((top - up(lat)) * scale).toFixed(2)}`).join("L") + (w.a === "line" ? "" : "z")).join(""));
        return e;
      }));
      heap();
    },
    leave() {
      resized.disconnect();
      removeEventListener("pointermove", move);
      removeEventListener("pointerup", release);
      svg.setAttribute("viewBox", `0 0 ${width} ${height}`); // as it is printed
      svg.setAttribute("aria-label", label);
    },
  };
}
