// Lets a budget be written like a spreadsheet: keys between cells, ranges, copy and paste, fill down, rows that are inserted,
// copied, moved and removed, undo and redo. Every change goes through the inputs and their input event, so it is saved and
// merged as if it had been typed. Without this script the same inputs are an ordinary form.
import { cells, written } from "./clipboard";
import { arrived, draftOf } from "./draft";
import { between, compare, Place, placeOf } from "./place";

interface Change { path: string; from: string; to: string }
interface Spot { row: number; column: number }
type Cell = HTMLInputElement | HTMLSelectElement;

export function sheet(box: HTMLElement): void {
  const form = box.closest("form")!, draft = draftOf(form), list = box.querySelector<HTMLElement>("[data-rows]");
  if (!draft || !list || form.dataset.closed !== undefined) return;
  const table = box.dataset.table!, columns = box.dataset.columns!.split(" "), words = box.dataset as Record<string, string>;
  const most = Number(box.dataset.most);
  const tools = box.querySelector<HTMLElement>("[data-tools]");
  const done: Change[][] = [], undone: Change[][] = [];
  let start: { path: string; value: string } | undefined; // the cell one is in, as it was when one came
  let here: Spot = { row: 0, column: 0 }, head: Spot = here; // a range is from here to head
  let made = 0, applying = false;

  // --- rows and cells ------------------------------------------------------------------------------------------------

  const rows = () => Array.from(list.children) as HTMLElement[];
  const pathOf = (row: HTMLElement, column: string) => `${table}/${row.dataset.row}/${column}`;
  const input = (path: string) => form.elements.namedItem(path) as Cell | null;
  const cellAt = (spot: Spot) => rows()[spot.row] && input(pathOf(rows()[spot.row], columns[spot.column]));
  const valueAt = (spot: Spot) => cellAt(spot)?.value ?? "";
  const atOf = (row: HTMLElement) => input(pathOf(row, "at"))?.value ?? "";
  const placeOfRow = (row: HTMLElement | undefined): Place | undefined => row && placeOf(row.dataset.row!, atOf(row));
  const isEmpty = (row: HTMLElement) => columns.every(c => !input(pathOf(row, c))?.value);

  function spotOf(target: EventTarget | null): Spot | undefined {
    if (!(target instanceof HTMLElement)) return undefined;
    const row = target.closest<HTMLElement>("[data-row]"), name = (target as HTMLInputElement).name ?? "";
    const column = columns.indexOf(name.split("/")[2] ?? "");
    return row && list!.contains(row) && column >= 0 ? { row: rows().indexOf(row), column } : undefined;
  }

  function newID(): string {
    let id = "";
    do id = (Date.now() + made++).toString(36) + Math.random().toString(36).slice(2, 5).padEnd(3, "0"); while (list!.querySelector(`[data-row="${id}"]`));
    return id;
  }

  function tidy(): void {
    const all = rows(), sorted = [...all].sort((a, b) => compare(placeOfRow(a)!, placeOfRow(b)!));
    if (sorted.some((row, i) => row !== all[i])) {
      const active = document.activeElement as HTMLElement | null;
      list!.append(...sorted);
      if (active && list!.contains(active)) active.focus();
    }
    rows().forEach((row, i) => {
      const label = (row.getAttribute("aria-label") ?? "").replace(/\d+/, String(i + 1));
      row.setAttribute("aria-label", label);
      const remove = row.querySelector<HTMLElement>("[data-remove]");
      const hidden = remove?.querySelector(".ds-sr-only:last-child");
      if (hidden) hidden.textContent = " " + label;
      if (remove) remove.tabIndex = -1; // the toolbar removes rows for those who use keys
    });
    box.querySelector<HTMLElement>("[data-add]")?.toggleAttribute("disabled", rows().length >= most);
  }

  // --- changing ------------------------------------------------------------------------------------------------------

  function put(path: string, value: string): void {
    const id = path.split("/")[1];
    if (!list!.querySelector(`[data-row="${id}"]`)) {
      if (value === "") return;
      draft!.add(box, id);
    }
    const e = input(path);
    if (!e || e.value === value) return;
    e.value = value;
    e.dispatchEvent(new Event("input", { bubbles: true }));
  }

  // leave notes what was typed in the cell one is in.
  function leave(): void {
    if (!start) return;
    const now = input(start.path)?.value ?? start.value;
    if (now !== start.value) remember([{ path: start.path, from: start.value, to: now }]);
    start = { path: start.path, value: now };
  }

  function remember(changes: Change[]): void {
    done.push(changes);
    undone.length = 0;
    if (done.length > 200) done.shift();
    enable();
  }

  function apply(changes: Change[]): void {
    start = undefined;
    applying = true;
    for (const c of changes) put(c.path, c.to);
    for (const id of new Set(changes.map(c => c.path.split("/")[1]))) {
      const row = list!.querySelector<HTMLElement>(`[data-row="${id}"]`);
      if (row && isEmpty(row) && rows().length > 1 && changes.every(c => !c.path.startsWith(`${table}/${id}/`) || c.to === "")) draft!.remove(row);
    }
    tidy();
    applying = false;
  }

  function change(changes: Change[]): void {
    leave();
    const real = changes.filter(c => c.from !== c.to);
    if (real.length === 0) return;
    remember(real);
    apply(real);
  }

  function undo(): void {
    leave();
    const last = done.pop();
    if (!last) return;
    undone.push(last);
    apply([...last].reverse().map(c => ({ path: c.path, from: c.to, to: c.from })));
    go(last[0].path);
  }

  function redo(): void {
    leave();
    const next = undone.pop();
    if (!next) return;
    done.push(next);
    apply(next);
    go(next[0].path);
  }

  // go moves to the cell of a path, or to the nearest one when it is gone.
  function go(path: string): void {
    enable();
    const spot = spotOf(input(path));
    enter(spot ?? { row: Math.min(here.row, rows().length - 1), column: here.column });
  }

  const to = (row: HTMLElement, column: string, value: string): Change => ({ path: pathOf(row, column), from: input(pathOf(row, column))?.value ?? "", to: value });

  // --- rows ----------------------------------------------------------------------------------------------------------

  // insert makes a row below another, with values by column.
  function insert(below: HTMLElement, values: Record<string, string>): void {
    if (rows().length >= most) { say(words.wordsFull); return; }
    const next = below.nextElementSibling as HTMLElement | null, id = newID(), index = rows().indexOf(below) + 1;
    const at = next ? between(placeOfRow(below), placeOfRow(next)) : between(placeOfRow(below), undefined);
    change([...columns.map(c => ({ path: `${table}/${id}/${c}`, from: "", to: values[c] ?? "" })), { path: `${table}/${id}/at`, from: "", to: at }]);
    enter({ row: index, column: 0 });
  }

  function duplicate(row: HTMLElement): void {
    insert(row, Object.fromEntries(columns.map(c => [c, input(pathOf(row, c))?.value ?? ""])));
  }

  function move(row: HTMLElement, by: number): void {
    const all = rows(), index = all.indexOf(row), target = index + by;
    if (target < 0 || target >= all.length) return;
    const others = all.filter(r => r !== row);
    change([to(row, "at", between(placeOfRow(others[target - 1]), placeOfRow(others[target])))]);
    enter({ row: rows().indexOf(row), column: here.column });
  }

  function remove(row: HTMLElement): void {
    const index = rows().indexOf(row);
    change([...columns, "at"].map(c => to(row, c, "")));
    if (rows().length > 1 && rows().includes(row)) draft!.remove(row); // it was empty already
    enter({ row: Math.min(index, rows().length - 1), column: here.column });
  }

  function append(): void {
    leave();
    if (rows().length >= most) { say(words.wordsFull); return; }
    draft!.add(box, newID());
    tidy();
    enter({ row: rows().length - 1, column: 0 });
  }

  // --- where one is --------------------------------------------------------------------------------------------------

  function enter(spot: Spot, isRange = false): void {
    const e = cellAt(spot);
    if (!e) return;
    if (!isRange) here = spot;
    head = spot;
    e.focus();
    if (e instanceof HTMLInputElement) e.select();
    if (start?.path !== e.name) start = { path: e.name, value: e.value };
    mark();
  }

  function range(): { top: number; bottom: number; left: number; right: number; size: number } {
    const top = Math.min(here.row, head.row), bottom = Math.max(here.row, head.row);
    const left = Math.min(here.column, head.column), right = Math.max(here.column, head.column);
    return { top, bottom, left, right, size: (bottom - top + 1) * (right - left + 1) };
  }

  function mark(): void {
    const r = range();
    rows().forEach((row, i) => {
      row.toggleAttribute("data-current", i === head.row && box.contains(document.activeElement));
      columns.forEach((c, j) => {
        const isIn = r.size > 1 && i >= r.top && i <= r.bottom && j >= r.left && j <= r.right;
        input(pathOf(row, c))?.toggleAttribute("data-picked", isIn);
      });
    });
    if (r.size > 1) say(words.wordsPicked.replace("{n}", String(r.size)));
  }

  function extend(down: number, right: number): void {
    const spot = { row: head.row + down, column: head.column + right };
    if (spot.row < 0 || spot.row >= rows().length || spot.column < 0 || spot.column >= columns.length) return;
    enter(spot, true);
  }

  function step(down: number, right: number): boolean {
    const spot = { row: head.row + down, column: head.column + right };
    if (spot.row < 0 || spot.row >= rows().length || spot.column < 0 || spot.column >= columns.length) return false;
    leave();
    enter(spot);
    return true;
  }

  // --- keys ----------------------------------------------------------------------------------------------------------

  // isAtEdge says whether an arrow would leave the text: it is all chosen, or the cursor stands at that end.
  function isAtEdge(e: Cell, right: boolean): boolean {
    if (!(e instanceof HTMLInputElement) || e.selectionStart === null) return true;
    const from = e.selectionStart, until = e.selectionEnd!, length = e.value.length;
    return from === 0 && until === length || from === until && from === (right ? length : 0);
  }

  function key(e: KeyboardEvent): boolean {
    const target = e.target as Cell, row = rows()[head.row], isList = target instanceof HTMLSelectElement;
    const command = (e.ctrlKey || e.metaKey) && !e.altKey, letter = e.key.toLowerCase();
    if (command && (letter === "z" || e.code === "KeyZ")) { if (e.shiftKey) redo(); else undo(); return true; }
    if (command && (letter === "y" || e.code === "KeyY")) { redo(); return true; }
    if (command && (letter === "d" || e.code === "KeyD")) { fill(); return true; }
    if (command && e.key === "Enter") { insert(row, {}); return true; }
    if (command) return false;
    switch (e.key) {
      case "Enter": return e.shiftKey ? (step(-1, 0), true) : (step(1, 0) || append(), true);
      case "Escape": return restore(target);
      case "ArrowUp": case "ArrowDown": {
        const by = e.key === "ArrowUp" ? -1 : 1;
        if (e.altKey && e.shiftKey) { move(row, by); return true; }
        if (e.altKey) return false;
        if (e.shiftKey) { extend(by, 0); return true; }
        if (isList) return false;
        step(by, 0);
        return true;
      }
      case "ArrowLeft": case "ArrowRight": {
        const by = e.key === "ArrowLeft" ? -1 : 1;
        if (e.altKey || !isAtEdge(target, by > 0)) return false;
        if (e.shiftKey) { extend(0, by); return true; }
        return step(0, by);
      }
      case "Delete": if (range().size > 1) { clear(); return true; }
    }
    return false;
  }

  // restore takes back what was typed in a cell since one came there.
  function restore(target: Cell): boolean {
    if (range().size > 1) { enter(here); return true; }
    if (!start || target.value === start.value) return false;
    put(start.path, start.value);
    if (target instanceof HTMLInputElement) target.select();
    return true;
  }

  function chosen(): Change[] {
    const r = range(), all: Change[] = [];
    rows().slice(r.top, r.bottom + 1).forEach(row => columns.slice(r.left, r.right + 1).forEach(c => all.push(to(row, c, ""))));
    return all;
  }

  function clear(): void { change(chosen()); mark(); }

  // fill copies the first row of a range into its others, or the cell above into this one.
  function fill(): void {
    const r = range(), top = r.top === r.bottom ? r.top - 1 : r.top;
    if (top < 0) return;
    const from = rows()[top], all: Change[] = [];
    rows().slice(top + 1, r.bottom + 1).forEach(row => columns.slice(r.left, r.right + 1).forEach(c => all.push(to(row, c, input(pathOf(from, c))?.value ?? ""))));
    change(all);
    enter(head, true);
  }

  // --- copy and paste ------------------------------------------------------------------------------------------------

  const shown = (e: Cell | null) => e instanceof HTMLSelectElement ? (e.selectedIndex >= 0 ? e.options[e.selectedIndex].text.trim() : "") : e?.value ?? "";

  function copy(e: ClipboardEvent, isCut: boolean): void {
    const r = range(), target = e.target as Cell;
    if (!spotOf(target) || r.size === 1 && target instanceof HTMLInputElement) return;
    const all = rows().slice(r.top, r.bottom + 1).map(row => columns.slice(r.left, r.right + 1).map(c => {
      const cell = input(pathOf(row, c));
      return cell?.value === "" && c !== "partner" ? "" : shown(cell);
    }));
    e.clipboardData?.setData("text/plain", written(all));
    e.preventDefault();
    if (isCut) clear();
  }

  // meant finds the choice a text means: its name, or the only one that begins so.
  function meant(e: HTMLSelectElement, text: string): string | undefined {
    const all = Array.from(e.options).filter(o => o.value !== "" || e.name.endsWith("/partner")), wanted = text.toLowerCase();
    const same = all.find(o => o.text.trim().toLowerCase() === wanted || o.value === text);
    const near = all.filter(o => wanted.length > 2 && o.text.trim().toLowerCase().startsWith(wanted));
    return same?.value ?? (near.length === 1 ? near[0].value : undefined);
  }

  const label = (column: string) => (box.querySelector(`[data-head="${column}"]`)?.textContent ?? "").replace(/[,(].*$/, "").trim().toLowerCase();

  // headed says which column each pasted column is, when the first row has our headings.
  function headed(first: string[]): (string | undefined)[] | undefined {
    const found = first.map(text => columns.find(c => label(c) === text.replace(/[,(].*$/, "").trim().toLowerCase()));
    return found.filter(Boolean).length > 1 ? found : undefined;
  }

  function paste(e: ClipboardEvent): void {
    const spot = spotOf(e.target), text = (e.clipboardData?.getData("text/plain") ?? "").replace(/[\r\n]+$/, "");
    if (!spot || text === "") return;
    if (!/[\t\n\r]/.test(text) && !(e.target instanceof HTMLSelectElement)) return;
    e.preventDefault();
    pasteRows(cells(text), spot);
  }

  function pasteRows(all: string[][], spot: Spot): void {
    const heads = headed(all[0] ?? []), body = heads ? all.slice(1) : all;
    const sample = rows()[0], changes: Change[] = [], unknown: string[] = [];
    const width = Math.max(0, ...body.map(r => r.length));
    const target = Array.from({ length: width }, (_, i) => heads ? heads[i] : columns[spot.column + i]);
    let added = 0, pasted = 0;
    const existing = rows(), room = most - existing.length;
    body.forEach((values, i) => {
      const row = existing[spot.row + i];
      if (!row && added >= room) return;
      const id = row?.dataset.row ?? newID();
      if (!row) added++;
      values.forEach((text, j) => {
        const column = target[j];
        if (!column) return;
        const path = `${table}/${id}/${column}`, model = row ? input(path) : input(pathOf(sample, column));
        let value: string | undefined = text;
        if (model instanceof HTMLSelectElement && text !== "") value = meant(model, text);
        if (value === undefined) { unknown.push(text); return; }
        changes.push({ path, from: row ? model?.value ?? "" : "", to: value });
        pasted++;
      });
    });
    change(changes);
    enter(spot);
    const left = body.length - Math.min(body.length, Math.max(0, existing.length - spot.row) + room);
    const dropped = target.filter(c => !c).length;
    say([words.wordsPasted.replace("{n}", String(pasted)).replace("{rows}", String(added)),
      unknown.length > 0 ? words.wordsUnknown.replace("{texts}", unknown.slice(0, 3).map(t => `“${t}”`).join(", ")).replace("{n}", String(unknown.length)) : "",
      dropped > 0 ? words.wordsDropped.replace("{n}", String(dropped)) : "",
      left > 0 ? words.wordsUnfit.replace("{n}", String(left)) : ""].filter(Boolean).join(" "));
  }

  // --- the toolbar and what it says ----------------------------------------------------------------------------------

  function say(sentence: string): void {
    const out = box.querySelector("[data-said]");
    if (out) out.textContent = sentence;
  }

  function enable(): void {
    tools?.querySelectorAll<HTMLButtonElement>("[data-tool]").forEach(b => {
      if (b.dataset.tool === "undo") b.disabled = done.length === 0;
      if (b.dataset.tool === "redo") b.disabled = undone.length === 0;
    });
  }

  function use(tool: string): void {
    const row = rows()[Math.min(head.row, rows().length - 1)];
    switch (tool) {
      case "undo": return undo();
      case "redo": return redo();
      case "insert": return insert(row, {});
      case "duplicate": return duplicate(row);
      case "up": return move(row, -1);
      case "down": return move(row, 1);
      case "fill": return fill();
      case "remove": return remove(row);
    }
  }

  box.addEventListener("keydown", e => {
    const spot = spotOf(e.target);
    if (!spot || e.isComposing) return;
    if (spot.row !== head.row || spot.column !== head.column) here = head = spot;
    if (key(e)) e.preventDefault();
  });
  box.addEventListener("keypress", e => { if (e.key === "Enter" && spotOf(e.target)) e.preventDefault(); }); // never sends the form
  box.addEventListener("focusin", e => {
    const spot = spotOf(e.target), path = (e.target as HTMLInputElement).name;
    if (!spot) return;
    if (!applying && start?.path !== path) { leave(); start = { path, value: (e.target as Cell).value }; }
    if (spot.row !== head.row || spot.column !== head.column) here = head = spot;
    mark();
  });
  box.addEventListener("focusout", e => { if (spotOf(e.target)) leave(); });
  box.addEventListener("input", e => { if (!applying && spotOf(e.target)) { undone.length = 0; enable(); } });
  box.addEventListener("mousedown", e => {
    const spot = e.shiftKey ? spotOf(e.target) : undefined;
    if (!spot) return;
    e.preventDefault();
    enter(spot, true);
  });
  box.addEventListener("copy", e => copy(e, false));
  box.addEventListener("cut", e => copy(e, true));
  box.addEventListener("paste", paste);
  box.addEventListener("click", e => {
    const button = (e.target as HTMLElement).closest<HTMLButtonElement>("button");
    if (!button) return;
    if (button.dataset.tool) use(button.dataset.tool);
    else if (button.dataset.add !== undefined) append();
    else if (button.dataset.remove !== undefined) remove(button.closest<HTMLElement>("[data-row]")!);
    else return;
    e.preventDefault();
    e.stopPropagation();
  });
  form.addEventListener(arrived, () => tidy());
  new MutationObserver(tidy).observe(list, { childList: true });

  if (tools) tools.hidden = false;
  tidy();
  enable();
}
