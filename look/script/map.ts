// The map: what the server drew can be moved at once; where the device can, and is not asked to save data, the map of
// maplibre takes its place once it has come. Both show the same and answer to the same keys.
import { Board, Place, Says, View } from "./map-board";
import { drawing, Points } from "./map-drawing";
import { globe } from "./map-globe";
import { picture } from "./map-picture";

const box = document.querySelector<HTMLElement>("[data-board]");
if (box) start(box);

function start(box: HTMLElement): void {
  const frame = box.querySelector<HTMLElement>("[data-frame]")!;
  const table = document.querySelector<HTMLTableElement>("[data-table]")!;
  const rows = new Map([...table.querySelectorAll<HTMLElement>("tr[data-code]")].map(r => [r.dataset.code!, r]));
  const place = (code: string): Place | undefined => {
    const row = rows.get(code);
    if (!row) return;
    const [rank, name, value] = [...row.cells];
    return { code, rank: rank.textContent!, name: name.querySelector("a")!.textContent!, region: name.querySelector("small")?.textContent ?? "", value: value.textContent!, shade: row.dataset.shade!, link: name.querySelector("a")!.href };
  };
  const says = sayer(box, place);
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const events = {
    place(code: string) { pick(code, false); },
    heap(count: number, x: number, y: number) {
      says.heap(count);
      board.show({ x, y, px: board.view().px * 3 }, !still.matches);
    },
    point(x: number, y: number) { says.point(x, y); },
    moved() { if (acted) remember(board.view()); },
  };
  let acted = false; // the address keeps a view that somebody chose, and no other
  ["pointerdown", "keydown", "wheel"].forEach(kind => box.addEventListener(kind, () => (acted = true), { passive: true, capture: true }));
  let board: Board = drawing(frame, box, events);
  const pick = (code: string | null, move: boolean) => {
    rows.forEach(r => r.toggleAttribute("data-picked", r.dataset.code === code));
    board.pick(code, move);
    code ? says.place(code) : says.nothing();
  };

  const turn = (x: number, y: number, times: number) => {
    const v = board.view();
    board.show({ x: v.x + x / v.px, y: v.y + y / v.px, px: v.px * times }, !still.matches);
  };
  const does: Record<string, () => void> = {
    in: () => turn(0, 0, 1.6), out: () => turn(0, 0, 1 / 1.6), whole: () => board.whole(!still.matches),
    png: () => picture(box, board.view(), frame), print: () => print(),
  };
  box.addEventListener("click", e => does[(e.target as Element).closest<HTMLElement>("[data-do]")?.dataset.do ?? ""]?.());
  const keys: Record<string, () => void> = {
    ArrowLeft: () => turn(-80, 0, 1), ArrowRight: () => turn(80, 0, 1), ArrowUp: () => turn(0, 80, 1), ArrowDown: () => turn(0, -80, 1),
    "+": does.in, "=": does.in, "-": does.out, "0": does.whole,
  };
  frame.addEventListener("keydown", e => {
    if (e.target !== frame || e.ctrlKey || e.metaKey || e.altKey || !keys[e.key]) return;
    e.preventDefault();
    keys[e.key]();
  });
  frame.addEventListener("wheel", e => {
    if (!e.ctrlKey && !e.metaKey) return;
    e.preventDefault();
    turn(0, 0, e.deltaY < 0 ? 1.25 : 0.8);
  }, { passive: false });
  document.addEventListener("keydown", e => {
    if (e.key !== "Escape") return;
    pick(null, false);
    if (table.contains(document.activeElement)) frame.focus();
  });
  const rowOf = (e: Event) => (e.target as Element).closest<HTMLElement>("tr[data-code]");
  table.addEventListener("focusin", e => { const r = rowOf(e); if (r) pick(r.dataset.code!, true); });
  table.addEventListener("click", e => {
    const r = rowOf(e);
    if (r && !(e.target as Element).closest("a")) pick(r.dataset.code!, true);
  });

  const form = document.querySelector<HTMLFormElement>("[data-board-form]");
  let waiting = 0;
  const remember = (v: View) => {
    clearTimeout(waiting);
    waiting = window.setTimeout(() => {
      const written = [v.x.toFixed(4), v.y.toFixed(4), v.px.toFixed(2)].join(",");
      const url = new URL(location.href);
      url.searchParams.set("view", written);
      history.replaceState(null, "", url);
      const field = form?.querySelector<HTMLInputElement>("[name=view]");
      if (field) { field.disabled = false; field.value = written; }
    }, 300);
  };
  const asked = new URL(location.href).searchParams.get("view")?.split(",").map(Number);
  if (asked?.length === 3 && asked.every(Number.isFinite) && asked[2] > 0.5) board.show({ x: asked[0], y: asked[1], px: asked[2] }, false);
  form?.addEventListener("change", () => form.requestSubmit());

  frame.tabIndex = 0;
  frame.setAttribute("role", "application");
  frame.setAttribute("aria-label", box.dataset.wordMap!);
  box.toggleAttribute("data-moves", true);
  box.querySelectorAll<HTMLElement>("[data-tools], [data-act], [data-keys]").forEach(e => (e.hidden = false));
  if (box.dataset.pick) {
    pick(box.dataset.pick, false);
    const row = rows.get(box.dataset.pick), list = table.parentElement!;
    if (row) list.scrollTop = row.offsetTop - list.clientHeight / 2; // in sight, without moving the page
  }
  performance.mark("map-moves");

  const points: Promise<Points | null> = box.dataset.points ? fetch(box.dataset.points).then(r => (r.ok ? r.json() : null)).catch(() => null) : Promise.resolve(null);
  void points.then(p => { if (p) board.points(p); });
  const saves = (navigator as { connection?: { saveData?: boolean } }).connection?.saveData;
  if (!saves) void globe(frame, box, place, events).then(async g => {
    if (!g) return;
    g.show(board.view(), false);
    const p = await points;
    if (p) g.points(p);
    const picked = table.querySelector<HTMLElement>("tr[data-picked]")?.dataset.code;
    board.leave();
    board = g;
    if (picked) g.pick(picked, false);
    frame.toggleAttribute("data-gl", true);
    performance.mark("map-gl");
  });
}

// sayer says beside the map what was picked.
function sayer(box: HTMLElement, place: (code: string) => Place | undefined): Says {
  const out = box.querySelector<HTMLElement>("[data-says]")!;
  const text = (s: string) => document.createTextNode(s);
  const link = (name: string, href: string) => Object.assign(document.createElement("a"), { textContent: name, href });
  const line = (...parts: Node[]) => { const p = document.createElement("p"); p.append(...parts); return p; };
  return {
    nothing: () => out.replaceChildren(),
    place(code) {
      const p = place(code);
      if (!p) return;
      const hasRank = p.shade !== "none";
      out.replaceChildren(line(link(p.name, p.link), text(p.region ? ", " + p.region : "")), line(text(hasRank ? `${p.value} · ${box.dataset.wordRank}: ${p.rank}` : box.dataset.wordNone!)));
    },
    heap: n => out.replaceChildren(line(text(box.dataset.wordHeap!.replace("{n}", String(n))))),
    async point(x, y) {
      const url = `${box.dataset.at}?${new URLSearchParams({ at: `${x},${y}`, resources: box.dataset.filter! })}`;
      try {
        const all: { name: string; says: string; place: string; link: string }[] = await (await fetch(url, { headers: { Accept: "application/json" } })).json();
        const list = document.createElement("ul");
        all.forEach(r => { const li = document.createElement("li"); li.append(link(r.name, r.link), text(` – ${r.says}, ${r.place}`)); list.append(li); });
        out.replaceChildren(list);
      } catch {
        out.replaceChildren(line(text(box.dataset.wordFailed!)));
      }
    },
  };
}
