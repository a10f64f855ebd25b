// A place is drawn with a finger, a mouse or the keyboard: a point, a path or an area. What is drawn stands in the fields of the
// form as text at once, and what is typed there is drawn, so that the form is the same without this script.
import { At, crossing, large, long, ofFile, position, read, spelled, write } from "./trace-text";

const ns = "http://www.w3.org/2000/svg", most = 400; // corners that can be dragged at once

export function trace(box: HTMLElement): void {
  const form = box.closest("form")!, words = box.dataset as Record<string, string>;
  const one = <T extends Element>(selector: string) => box.querySelector<T>(selector)!;
  const frame = one<HTMLElement>("[data-frame]"), svg = one<SVGSVGElement>("svg"), mine = one<SVGGElement>("[data-mine]"), says = one<HTMLElement>("[data-says]");
  const field = (name: string) => form.elements.namedItem(name) as HTMLTextAreaElement;
  const [west, north, scale, across] = ["west", "north", "scale", "across"].map(n => Number(words[n]));
  const { width, height } = svg.viewBox.baseVal;
  let view = { x: 0, y: 0, w: width }, picked: [number, number] | null = null, past: string[] = [];

  // --- what is there -------------------------------------------------------------------------------------------------

  const as = () => (form.elements.namedItem("as") as RadioNodeList).value || "point";
  const is = (kind: string) => as() === kind;
  const parts = (): At[][] | number => {
    if (!is("point")) return read(field("shape").value);
    const at = position(field("place").value);
    return at ? [[at]] : [[]];
  };
  const state = () => JSON.stringify([as(), field("place").value, field("shape").value]);

  function put(all: At[][], keep = true): void {
    if (keep) past.push(state());
    const into = field(is("point") ? "place" : "shape");
    into.value = is("point") ? (all[0][0] ? spelled(all[0][0]) : "") : write(all);
    into.dispatchEvent(new Event("input", { bubbles: true }));
  }

  // --- where it is on the board --------------------------------------------------------------------------------------

  const on = ([lat, lon]: At) => [(lon - west) * across * scale, (north - lat) * scale];
  const at = (x: number, y: number): At => [north - y / scale, west + x / scale / across];
  const unit = () => view.w / Math.max(frame.clientWidth, 1); // of the board, in a pixel
  const high = () => view.w * frame.clientHeight / Math.max(frame.clientWidth, 1);
  const under = (e: { clientX: number; clientY: number }) => {
    const r = svg.getBoundingClientRect();
    return [view.x + (e.clientX - r.left) * unit(), view.y + (e.clientY - r.top) * unit()];
  };

  function look(x: number, y: number, w: number): void {
    view = { x, y, w: Math.min(width * 2, Math.max(width / 400, w)) };
    svg.setAttribute("viewBox", `${view.x} ${view.y} ${view.w} ${high()}`);
    svg.style.setProperty("--u", String(unit()));
    draw();
  }
  const zoom = (times: number, x = view.x + view.w / 2, y = view.y + high() / 2) => {
    const w = Math.min(width * 2, Math.max(width / 400, view.w / times));
    look(x - (x - view.x) * (w / view.w), y - (y - view.y) * (w / view.w), w);
  };
  const whole = () => {
    const w = Math.max(width, (height * frame.clientWidth) / Math.max(frame.clientHeight, 1));
    look((width - w) / 2, (height - (w * frame.clientHeight) / frame.clientWidth) / 2, w);
  };
  // near shows what is entered, and what lies about it.
  function near(): void {
    const p = parts(), all = typeof p === "number" ? [] : p.flat().map(on);
    if (all.length === 0) return whole();
    const [xs, ys] = [all.map(a => a[0]), all.map(a => a[1])];
    const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    const w = Math.max((right - left) * 1.5, ((bottom - top) * 1.5 * frame.clientWidth) / Math.max(frame.clientHeight, 1), width / 12);
    look((left + right) / 2 - w / 2, (top + bottom) / 2 - (w * frame.clientHeight) / frame.clientWidth / 2, w);
  }

  // --- drawing -------------------------------------------------------------------------------------------------------

  const make = (name: string, of: Record<string, string | number>) => {
    const e = document.createElementNS(ns, name);
    for (const [k, v] of Object.entries(of)) e.setAttribute(k, String(v));
    return e;
  };

  function draw(): void {
    const p = parts();
    if (typeof p === "number") {
      mine.replaceChildren();
      says.textContent = words.wordsUnread.replace("{n}", String(p));
      return;
    }
    const u = unit(), closes = is("area"), shown: Element[] = [];
    for (const part of p) {
      if (part.length === 0 || is("point")) continue;
      const d = "M" + part.map(a => on(a).map(n => n.toFixed(2)).join(" ")).join("L");
      shown.push(make("path", { class: "way", "data-k": closes && part.length > 2 ? "area" : "line", d: closes ? d + "z" : d }));
      part.forEach((a, i) => { // a step is tapped to put a corner into it
        const next = part[i + 1] ?? (closes && part.length > 2 ? part[0] : undefined);
        if (!next || part.length > most) return;
        const [[x1, y1], [x2, y2]] = [on(a), on(next)];
        shown.push(make("line", { class: "step", x1, y1, x2, y2, "data-at": p.indexOf(part) + "," + i }));
      });
    }
    const many = form.querySelector<HTMLElement>("[data-simplify]");
    if (many && p.flat().length > 2000) many.hidden = false;
    let corners = 0;
    p.forEach((part, i) => part.forEach((a, k) => {
      const [x, y] = on(a);
      if (x < view.x || y < view.y || x > view.x + view.w || y > view.y + high() || corners++ > most) return;
      const isPicked = picked?.[0] === i && picked[1] === k;
      shown.push(make("circle", { class: isPicked ? "corner picked" : "corner", cx: x, cy: y, r: (isPicked ? 10 : 7) * u }), make("circle", { class: "grip", cx: x, cy: y, r: 20 * u, "data-corner": i + "," + k }));
    }));
    mine.replaceChildren(...shown);
    says.textContent = said(p);
    for (const [name, can] of [["undo", past.length > 0], ["remove", p.flat().length > 0], ["stretch", !is("point") && p[p.length - 1].length > 1]] as const) {
      const b = one<HTMLButtonElement>(`[data-do="${name}"]`);
      b.disabled = !can;
      if (name === "stretch") b.hidden = is("point");
    }
    one<HTMLElement>('[data-do="here"]').hidden = !("geolocation" in navigator) || is("point") && !!form.querySelector("[data-where]");
  }

  function said(p: At[][]): string {
    if (p.flat().length === 0) return words["wordsBegin" + as()[0].toUpperCase() + as().slice(1)];
    if (is("point")) return spelled(p[0][0]);
    const crosses = is("area") ? p.map(crossing).find(c => c) : undefined;
    if (crosses) return words.wordsCrosses.replace("{a}", String(crosses[0])).replace("{b}", String(crosses[1]));
    const measure = is("area") ? words.wordsArea.replace("{n}", size(large(p))) : words.wordsLine.replace("{n}", length(long(p)));
    return words.wordsCount.replace("{n}", String(p.flat().length)) + " · " + measure;
  }
  const amount = (n: number, places: number) => n.toLocaleString(document.documentElement.lang, { maximumFractionDigits: places });
  const length = (m: number) => (m < 995 ? words.wordsM.replace("{n}", amount(m, 0)) : words.wordsKm.replace("{n}", amount(m / 1000, m < 99_950 ? 1 : 0)));
  function size(m: number): string {
    const land = Number(words.land);
    if (m < land) return words.wordsM2.replace("{n}", amount(m, 0));
    return m < 1e7 ? words.wordsLand.replace("{n}", amount(m / land, m < land * 99.95 ? 1 : 0)) : words.wordsKm2.replace("{n}", amount(m / 1e6, m < 99.95e6 ? 1 : 0));
  }

  // --- changing ------------------------------------------------------------------------------------------------------

  // add puts a corner behind the picked one, or at the end.
  function add(a: At): void {
    const p = parts();
    if (typeof p === "number") return;
    if (is("point")) return put([[a]]);
    const [i, k] = picked ?? [p.length - 1, p[p.length - 1].length - 1];
    p[i].splice(k + 1, 0, a);
    picked = picked ? [i, k + 1] : null;
    put(p);
  }
  function remove(): void {
    const p = parts();
    if (typeof p === "number") return;
    const [i, k] = picked ?? [p.length - 1, p[p.length - 1].length - 1];
    p[i].splice(k, 1);
    picked = picked && p[i].length > 0 ? [i, Math.max(0, k - 1)] : null;
    put(p.length > 1 ? p.filter(part => part.length > 0) : p);
  }
  function moved([i, k]: [number, number], a: At, keep: boolean): void {
    const p = parts();
    if (typeof p === "number") return;
    p[i][k] = a;
    put(p, keep);
  }
  function undo(): void {
    const before = past.pop();
    if (!before) return;
    const [kind, place, shape] = JSON.parse(before) as string[];
    form.querySelectorAll<HTMLInputElement>("input[name=as]").forEach(r => (r.checked = r.value === kind));
    [field("place").value, field("shape").value, picked] = [place, shape, null];
    draw();
  }
  function stretch(): void {
    const p = parts();
    if (typeof p === "number") return;
    past.push(state());
    field("shape").value = write(p) + "\n";
    picked = null;
    opened = true;
    draw();
  }
  let opened = false; // the next corner begins another stretch
  const begin = (a: At) => {
    const p = parts();
    if (!opened || typeof p === "number") return add(a);
    opened = false;
    put([...p, [a]]);
  };

  function here(): void {
    says.textContent = words.wordsSearching;
    navigator.geolocation.getCurrentPosition(p => {
      begin([p.coords.latitude, p.coords.longitude]);
      const accuracy = form.elements.namedItem("accuracy") as HTMLInputElement | null;
      if (accuracy && is("point")) accuracy.value = String(p.coords.accuracy);
      near();
      says.textContent += " · " + words.wordsFound.replace("{n}", String(Math.ceil(p.coords.accuracy)));
    }, problem => { says.textContent = problem.code === problem.PERMISSION_DENIED ? words.wordsDenied : words.wordsNowhere; },
    { enableHighAccuracy: true, timeout: 30_000, maximumAge: 0 });
  }

  const does: Record<string, () => void> = { in: () => zoom(1.6), out: () => zoom(1 / 1.6), whole, undo, remove, stretch, here };
  box.addEventListener("click", e => does[(e.target as Element).closest<HTMLElement>("[data-do]")?.dataset.do ?? ""]?.());

  // --- finger and mouse ----------------------------------------------------------------------------------------------

  const fingers = new Map<number, PointerEvent>();
  let drag: { corner: [number, number] | null; from: PointerEvent; view: typeof view; isMoving: boolean; apart: number } | null = null;
  const pair = (s: string | undefined) => s?.split(",").map(Number) as [number, number] | undefined;
  const apart = () => { const [a, b] = [...fingers.values()]; return b ? Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY) : 0; };

  svg.addEventListener("pointerdown", e => {
    if (e.button !== 0) return;
    fingers.set(e.pointerId, e);
    svg.setPointerCapture(e.pointerId);
    drag = { corner: fingers.size > 1 ? null : pair((e.target as SVGElement).dataset.corner) ?? null, from: e, view, isMoving: fingers.size > 1, apart: apart() };
  });
  svg.addEventListener("pointermove", e => {
    if (!drag || !fingers.has(e.pointerId)) return;
    fingers.set(e.pointerId, e);
    if (fingers.size > 1) {
      zoom(apart() / Math.max(drag.apart, 1));
      drag.apart = apart();
      return;
    }
    if (!drag.isMoving && Math.hypot(e.clientX - drag.from.clientX, e.clientY - drag.from.clientY) < 6) return;
    if (drag.corner) {
      moved(drag.corner, at(...(under(e) as [number, number])), !drag.isMoving);
      picked = drag.corner;
    } else {
      look(drag.view.x - (e.clientX - drag.from.clientX) * unit(), drag.view.y - (e.clientY - drag.from.clientY) * unit(), view.w);
    }
    drag.isMoving = true;
  });
  const lift = (e: PointerEvent) => {
    const was = drag;
    fingers.delete(e.pointerId);
    if (fingers.size > 0) return;
    drag = null;
    if (!was || was.isMoving || e.type !== "pointerup") return;
    tap(was.from, was.corner);
  };
  svg.addEventListener("pointerup", lift);
  svg.addEventListener("pointercancel", lift);

  function tap(e: PointerEvent, corner: [number, number] | null): void {
    const p = parts();
    if (corner && typeof p !== "number") {
      if (is("line") && corner[1] === 0 && p[corner[0]].length > 2 && corner[0] === p.length - 1 && !picked) { // back where it began: it is closed
        past.push(state());
        form.querySelectorAll<HTMLInputElement>("input[name=as]").forEach(r => (r.checked = r.value === "area"));
        return draw();
      }
      picked = picked && picked[0] === corner[0] && picked[1] === corner[1] ? null : corner;
      return draw();
    }
    const a = at(...(under(e) as [number, number])), step = pair((e.target as SVGElement).dataset.at);
    if (!step || typeof p === "number") return begin(a);
    p[step[0]].splice(step[1] + 1, 0, a);
    picked = [step[0], step[1] + 1];
    put(p);
  }
  frame.addEventListener("wheel", e => {
    if (!e.ctrlKey && !e.metaKey) return;
    e.preventDefault();
    zoom(e.deltaY < 0 ? 1.25 : 0.8, ...(under(e) as [number, number]));
  }, { passive: false });

  // --- keyboard ------------------------------------------------------------------------------------------------------

  const step = (dx: number, dy: number) => () => {
    const p = parts();
    if (!picked || typeof p === "number") return look(view.x + dx * 60 * unit(), view.y + dy * 60 * unit(), view.w);
    const [x, y] = on(p[picked[0]][picked[1]]);
    moved(picked, at(x + dx * 6 * unit(), y + dy * 6 * unit()), true);
  };
  const next = (by: number) => () => {
    const p = parts();
    if (typeof p === "number") return;
    const all = p.flatMap((part, i) => part.map((_, k): [number, number] => [i, k])), now = all.findIndex(c => c[0] === picked?.[0] && c[1] === picked[1]);
    picked = all.length > 0 ? all[(now + by + all.length) % all.length] : null;
    draw();
  };
  const keys: Record<string, () => void> = {
    ArrowLeft: step(-1, 0), ArrowRight: step(1, 0), ArrowUp: step(0, -1), ArrowDown: step(0, 1), Enter: () => begin(at(view.x + view.w / 2, view.y + high() / 2)), Delete: remove, Backspace: remove,
    PageDown: next(1), PageUp: next(-1), "+": does.in, "=": does.in, "-": does.out, "0": whole,
  };
  frame.addEventListener("keydown", e => {
    if (e.target !== frame || e.altKey) return;
    if ((e.ctrlKey || e.metaKey) && e.key === "z") undo();
    else if (e.ctrlKey || e.metaKey) return;
    else if (e.key === "Escape" && picked) { picked = null; draw(); }
    else if (keys[e.key]) keys[e.key]();
    else return;
    e.preventDefault();
  });

  // --- the fields ----------------------------------------------------------------------------------------------------

  form.addEventListener("input", e => {
    const name = (e.target as HTMLInputElement).name;
    if (name === "as" || name === "shape" || name === "place") { if (e.isTrusted) { picked = null; opened = false; } draw(); }
  });
  form.addEventListener("change", e => { if ((e.target as HTMLInputElement).name === "place") draw(); });
  form.addEventListener("reset", () => setTimeout(() => { picked = null; past = []; whole(); }));
  const file = form.elements.namedItem("trace_file") as HTMLInputElement;
  file.addEventListener("change", async () => {
    const f = file.files?.[0], found = f && f.size <= 4 << 20 ? ofFile(await f.text()) : null;
    if (!found) return; // the server says what is wrong with it
    past.push(state());
    field("shape").value = found.text;
    const kind = found.isArea ? "area" : is("area") ? "area" : "line";
    form.querySelectorAll<HTMLInputElement>("input[name=as]").forEach(r => (r.checked = r.value === kind));
    file.value = "";
    near();
  });

  frame.tabIndex = 0;
  frame.setAttribute("role", "application");
  frame.setAttribute("aria-label", words.wordsBoard);
  svg.setAttribute("aria-hidden", "true");
  svg.removeAttribute("role");
  box.hidden = false;
  new ResizeObserver(() => look(view.x, view.y, view.w)).observe(frame);
  near();
}

document.querySelectorAll<HTMLElement>("[data-trace]").forEach(trace);
