// Saves a draft as it is typed, together with colleagues who write in it at the same time. Every change is an edit with a
// name (merge.go in grants/application): it is kept on this device until the server has it, through a reload, a closed
// browser, days off-line, a restart of the server and the end of a session; sent twice or late it changes nothing. What
// colleagues write arrives by itself, but never in a field somebody is typing in. Every word comes from the page. Without
// this script the page is an ordinary form.

import { number } from "./number";
import { Waiting, batch, body, exchange, hasSeen, isWithin, itIs, nameOf, removed, sendKept, waiting as keptOn, withEdit } from "./device";

/** An answer as the server has it. */
interface Stood { path: string; value: string; rev: number; seen: string; disputed?: boolean }
interface Kept { rev: number; sentence: string; answers: Stood[] }
interface News { rev: number; open: boolean; answers?: Stood[]; here: string[] }
interface Refused { kind: string; sentence: string; complaints?: { Field: string; Sentence: string }[] }

/** What whoever writes has in sight: the answer of which theirs is made, and their own edits since. */
interface Sight { value: string; seen: string; over: string; latest?: Stood }

const pause = 600; // ms after the last key
const longest = 60_000; // ms between two tries
const typing = 5_000; // ms after the last key in which a field is left alone
const [often, seldom] = [3_000, 20_000]; // ms between two looks at what colleagues do

/** What other scripts on the page of a draft may use. draftOf gives it, once the page has been read. */
export interface Draft {
  /** Saves the answer at path as it now stands in its input or inputs; call it after a script has written there. */
  change(path: string): void;
  /** What the input or inputs of path say now, as it is saved. */
  value(path: string): string;
  /** Writes a value into the input or inputs of path, without saving it. */
  show(path: string, value: string): void;
  /** Adds an empty row to a table ([data-table]); with an id it is a row a colleague has made. */
  add(table: HTMLElement, id?: string): void;
  /** Removes a row ([data-row]), and saves that. */
  remove(row: HTMLElement): void;
}

/** Fired on the form, bubbling, when answers came from elsewhere: a colleague, the device, an undo. */
export const arrived = "vekst:arrived";
export interface Arrived { paths: string[] }

// Scripts of a page are built apart, so what one has to give another hangs on the form, under a name nothing else has.
const given = Symbol.for("vekst:draft");
type Given = HTMLFormElement & { [given]?: Draft };
export const draftOf = (form: HTMLFormElement): Draft | undefined => (form as Given)[given];

export function draft(form: HTMLFormElement): void {
  const words = form.dataset as Record<string, string>;
  const person = words.person, application = words.application;
  // An open page is a device of its own, so that two windows never take one another for themselves.
  const device = (Date.now().toString(36).replace(/^0/, "1") + Math.random().toString(36).slice(2, 8)).slice(0, 20);
  const pending = new Map<string, Waiting>(); // by path, the edit made last
  const earlier = new Map<string, Waiting>(); // by name, edits before it that it does not contain
  const sights = new Map<string, Sight>();
  const refusals = new Set<string>();
  let n = 0, rev = Number(words.rev), timer = 0, tries = 0, busy = false, leaving = false;
  let isFull = false, hold = "", elsewhere = 0, lastKey = 0, sentence = "";

  // --- what is on the page -------------------------------------------------------------------------------------------

  const inputs = (path: string) =>
    Array.from(form.elements).filter((e): e is HTMLInputElement => (e as HTMLInputElement).name === path && !(e as HTMLInputElement).form!.enctype.includes("multipart"));

  const isAnswer = (e: EventTarget | null): e is HTMLInputElement =>
    e instanceof HTMLElement && "name" in e && (e as HTMLInputElement).form === form && (e as HTMLInputElement).name !== "" && !(e as HTMLInputElement).name.startsWith("-");

  const byValue = (e: HTMLInputElement) => e.value, byDefault = (e: HTMLInputElement | HTMLSelectElement) =>
    e instanceof HTMLSelectElement ? Array.from(e.options).find(o => o.defaultSelected)?.value ?? "" : e.defaultValue;

  function read(path: string, isOn: (e: HTMLInputElement) => boolean, text: (e: HTMLInputElement) => string): string {
    const all = inputs(path);
    const many = all.filter(e => e.type === "checkbox" || e.type === "radio");
    if (many.length > 0) return many.filter(isOn).map(e => e.value).sort().join(",");
    return (all[0] ? text(all[0]) : "").replace(/\r\n/g, "\n");
  }

  const valueOf = (path: string) => read(path, e => e.checked, byValue);

  function show(path: string, value: string): void {
    if (valueOf(path) === value) return;
    const chosen = value.split(",");
    for (const e of inputs(path)) {
      if (e.type === "hidden") continue;
      if (e.type === "checkbox" || e.type === "radio") e.checked = chosen.includes(e.value);
      else {
        const at = document.activeElement === e && e.type !== "date" ? e.selectionStart : null;
        e.value = value;
        if (at !== null) e.setSelectionRange(at, at);
        counted(form, e);
      }
    }
  }

  // sight is what the page came with, until something else is known.
  function sight(path: string): Sight {
    let s = sights.get(path);
    if (!s) {
      const known = document.getElementById(path)?.dataset.seen;
      s = { value: known === undefined ? "" : read(path, e => e.defaultChecked, byDefault), seen: known ?? "", over: "" };
      sights.set(path, s);
    }
    return s;
  }

  // What was not typed says where it is from, as long as any of it is as it was taken.
  const origins = Array.from(form.querySelectorAll<HTMLElement>("[data-source]"), line =>
    ({ line, taken: line.dataset.source!.split(" ").map(path => ({ path, value: read(path, e => e.defaultChecked, byDefault) })) }));

  function sourced(path: string): void {
    for (const { line, taken } of origins)
      if (taken.some(t => t.path === path)) line.hidden = !taken.some(t => inputs(t.path).length > 0 && valueOf(t.path) === t.value);
  }

  // isTyped says whether somebody is writing in a field right now, so that it is left alone.
  function isTyped(path: string): boolean {
    const e = document.activeElement as HTMLInputElement | null;
    return e?.name === path && e.form === form && Date.now() - lastKey < typing && document.visibilityState === "visible";
  }

  // --- the line that says what is saved where ------------------------------------------------------------------------

  const line = form.querySelector<HTMLElement>("[data-saved]");

  function tell(): void {
    const waits = pending.size + elsewhere;
    const counted = (waits === 1 ? words.wordsDeviceOne : words.wordsDevice).replace("{n}", number(form, waits));
    if (isFull && pending.size > 0) say("full", words.wordsFull);
    else if (hold === "signin") say("signin", `${words.wordsSignin} ${counted}`, words.wordsSigninLink);
    else if (hold !== "") say("conflict", hold);
    else if (tries > 0 || (waits > 0 && (!navigator.onLine || pending.size === 0))) say("device", counted);
    else if (form.querySelector("[data-dispute]:not([hidden])")) say("conflict", words.wordsDispute);
    else if (refusals.size > 0) say("conflict", words.wordsRefused);
    else if (waits > 0) say("saving", words.wordsSaving);
    else if (sentence) say("done", sentence);
  }

  function say(state: string, text: string, link?: string): void {
    const span = line?.querySelector("span");
    if (!line || !span) return;
    if (line.dataset.state === state && span.dataset.said === text) return;
    line.dataset.state = state;
    span.dataset.said = text;
    span.textContent = text;
    if (!link) return;
    const a = document.createElement("a");
    a.href = "/sign-in?next=/applications";
    a.target = "_blank";
    a.rel = "noopener";
    a.textContent = link;
    span.append(" ", a);
  }

  // --- saving --------------------------------------------------------------------------------------------------------

  // What is to be on the device of an answer: the edit made last, and those before it that it does not contain, so that
  // they come into the history. Writing takes its time; of what happens meanwhile only the end is written.
  const onDevice = new Map<string, Map<string, Waiting>>();
  const writing = new Set<string>();

  function wanted(path: string): Map<string, Waiting> {
    const all = [...earlier.values()].filter(w => w.path === path), last = pending.get(path);
    return new Map([...all, ...(last ? [last] : [])].map(w => [nameOf(w), w]));
  }

  async function write(path: string): Promise<void> {
    if (writing.has(path)) return;
    writing.add(path);
    for (let again = true; again;) {
      const want = wanted(path), have = onDevice.get(path) ?? new Map<string, Waiting>();
      const puts = [...want.values()].filter(w => !have.has(nameOf(w))), drops = [...have.values()].filter(w => !want.has(nameOf(w)));
      if (puts.length + drops.length === 0) break;
      try {
        await exchange(puts, drops);
        onDevice.set(path, want);
        if (isFull) { isFull = false; tell(); }
      } catch {
        again = false;
        if (puts.length > 0) { isFull = true; tell(); }
      }
    }
    writing.delete(path);
  }

  // isPassed says whether an edit stays for the history when another takes its place: whoever made it had paused or left,
  // or more than a slip of the keys is gone.
  const isPassed = (before: Waiting, value: string) =>
    !isWithin(before.value, value) && (Date.now() - lastChange >= pause || lastPath !== before.path || removed(before.value, value) > 2);
  let lastChange = 0, lastPath = "";

  function changed(path: string, gone = false): void {
    const value = valueOf(path), before = pending.get(path), s = sight(path);
    sourced(path);
    if (!before && !gone && value === s.value && s.over === "") return;
    if (before && !gone && !before.gone && value === before.value) return;
    const w: Waiting = { person, application, path, device, n: ++n, value, gone, base: before?.base ?? s.value, seen: before?.seen ?? s.seen,
      over: before ? withEdit(before.over, nameOf(before)) : s.over };
    if (before && (before.gone || isPassed(before, value))) earlier.set(nameOf(before), before);
    lastChange = Date.now();
    lastPath = path;
    pending.set(path, w);
    refusals.delete(path);
    void write(path);
    if (hold !== "" && hold !== "signin") hold = "";
    tell();
    later(pause);
  }

  function later(ms: number): void {
    clearTimeout(timer);
    timer = window.setTimeout(send, ms);
  }

  const unsent = () => [...earlier.values(), ...pending.values()];

  async function send(): Promise<void> {
    const some = batch(unsent().filter(w => !refusals.has(w.path)));
    if (busy || leaving || some.length === 0) return;
    busy = true;
    let again = 0;
    try {
      const answer = await fetch(words.autosave, { method: "POST", body: body(some, words.section), headers: { Accept: "application/json" } });
      again = await heard(answer, some);
    } catch {
      again = wait();
    }
    busy = false;
    tell();
    const rest = [...pending.keys()].some(path => !refusals.has(path));
    if (again > 0) later(again);
    else if (rest && hold === "") later(pause);
  }

  function wait(): number {
    tries++;
    return Math.min(longest, 1000 * 2 ** Math.min(tries, 6)) * (0.75 + Math.random() / 2);
  }

  // heard acts on an answer and returns after how many milliseconds to try again, 0 for not.
  async function heard(answer: Response, some: Waiting[]): Promise<number> {
    hold = "";
    if (answer.ok) {
      done(some, await answer.json() as Kept);
      return 0;
    }
    if (answer.status === 401) {
      hold = "signin";
      return 5000;
    }
    if (answer.status >= 500 || answer.status === 429) return wait();
    tries = 0;
    return refused(await answer.json() as Refused, some);
  }

  function done(some: Waiting[], kept: Kept): void {
    tries = 0;
    sentence = kept.sentence;
    const paths: string[] = [];
    some.forEach((w, i) => {
      const s = sight(w.path), now = pending.get(w.path), stood = kept.answers[i];
      earlier.delete(nameOf(w));
      if (now && nameOf(now) === nameOf(w)) pending.delete(w.path);
      void write(w.path);
      if (pending.has(w.path)) { s.latest = stood; return; } // they have gone on writing
      sights.set(w.path, { value: w.base, seen: w.seen, over: withEdit(w.over, nameOf(w)) });
      if (take(stood)) paths.push(w.path);
    });
    settled(paths);
    look();
    if (elsewhere > 0) void sendOthers();
    lookAround(often);
  }

  // take shows what the server has, unless somebody is typing there; then it waits until they leave the field. What is in
  // dispute stays as each wrote it, until they agree. It says whether anything on the page changed.
  function take(stood: Stood): boolean {
    const s = sight(stood.path), now = valueOf(stood.path);
    block(stood);
    if (pending.has(stood.path) || stood.disputed || (isTyped(stood.path) && stood.value !== now)) {
      s.latest = stood;
      return false;
    }
    if (stood.value !== "" || stood.disputed) makeRoom(stood.path);
    sights.set(stood.path, { value: stood.value, seen: stood.seen, over: "" });
    show(stood.path, stood.value);
    return now !== stood.value;
  }

  // settled renews what depends on answers that came from elsewhere.
  function settled(paths: string[]): void {
    tell();
    if (paths.length === 0) return;
    paths.forEach(sourced);
    closeRows(paths);
    inhabitants(form);
    form.dispatchEvent(new CustomEvent<Arrived>(arrived, { bubbles: true, detail: { paths } }));
  }

  // catchUp takes what waited while somebody was typing.
  function catchUp(): void {
    const paths: string[] = [];
    for (const [path, s] of sights) if (s.latest && !s.latest.disputed && !pending.has(path) && take(s.latest)) paths.push(path);
    settled(paths);
  }

  // refused keeps what was typed on the page and on the device, and says why. Answers that are refused do not hold up others.
  function refused(r: Refused, some: Waiting[]): number {
    const fields = (r.complaints ?? []).filter(c => some.some(w => w.path === c.Field));
    for (const c of fields) {
      complain(c.Field, c.Sentence);
      refusals.add(c.Field);
    }
    if (fields.length > 0) aloud(fields.map(c => `${nameAt(c.Field)}: ${c.Sentence}`).join(" "));
    if (fields.length > 0) return pause;
    hold = r.sentence;
    return 0;
  }

  // --- what colleagues do --------------------------------------------------------------------------------------------

  let looking = 0, every = often;

  function lookAround(ms: number): void {
    clearTimeout(looking);
    looking = window.setTimeout(ask, ms);
  }

  async function ask(): Promise<void> {
    if (document.visibilityState === "hidden" || leaving) return;
    const answer = await fetch(`${words.changes}?since=${rev}&section=${words.section}`, { headers: { Accept: "application/json" } }).catch(() => null);
    if (answer?.ok) {
      const news = await answer.json() as News;
      const others = news.here.length > 0;
      every = news.answers?.length || others ? often : Math.min(seldom, every * 1.5);
      hear(news);
      if (tries > 0) later(0);
    } else {
      every = Math.min(seldom, every * 1.5);
      if (answer?.status === 404) await shutOut(answer);
    }
    catchUp();
    lookAround(every * (0.85 + Math.random() * 0.3));
  }

  // shutOut says why whoever writes may do so no longer. What they have written stays on the page and on the device.
  async function shutOut(answer: Response): Promise<void> {
    hold = (await answer.json().catch(() => null) as Refused | null)?.sentence ?? hold;
    tell();
  }

  function hear(news: News): void {
    rev = Math.max(rev, news.rev);
    const paths = (news.answers ?? []).filter(stood => isOnPage(stood.path) && take(stood)).map(stood => stood.path);
    settled(paths);
    if (paths.length > 0) look();
    const here = form.querySelector<HTMLElement>("[data-here]");
    if (here) {
      const text = news.here.length > 0 ? words.wordsHere.replace("{names}", news.here.join("; ")) : "";
      if (here.textContent !== text) here.textContent = text;
      here.hidden = text === "";
    }
  }

  const isOnPage = (path: string) => inputs(path).length > 0 || !!form.querySelector(`[data-table="${path.split("/")[0]}"]`);

  // block shows or hides the texts in dispute at a field. They are taken from the page as the server makes it.
  function block(stood: Stood): void {
    const box = boxOf(stood.path);
    if (stood.disputed) void blocks();
    else if (box && !box.hidden) { box.hidden = true; box.replaceChildren(); }
  }

  const boxOf = (path: string) => form.querySelector<HTMLElement>(`[data-dispute="${path}"]`);

  let fetching: Promise<void> | undefined;

  function blocks(): Promise<void> {
    fetching ??= (async () => {
      await new Promise(r => setTimeout(r, 100));
      fetching = undefined;
      const answer = await fetch(form.action, { headers: { Accept: "text/html" } }).catch(() => null);
      if (!answer?.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const fresh of page.querySelectorAll<HTMLElement>("[data-dispute]")) {
        const path = fresh.dataset.dispute!;
        if (!fresh.hidden && inputs(path).length === 0) bringIn(path, fresh);
        const box = boxOf(path);
        if (!box || (box.hidden === fresh.hidden && box.innerHTML === fresh.innerHTML)) continue;
        box.replaceChildren(...fresh.childNodes);
        box.hidden = fresh.hidden;
      }
      const seen = page.querySelector<HTMLFormElement>("#answers")?.dataset.rev;
      if (seen) shownRev = Number(seen);
      tell();
    })();
    return fetching;
  }

  // bringIn puts a row back that is in dispute, as the server has it.
  function bringIn(path: string, fresh: HTMLElement): void {
    makeRoom(path);
    fresh.closest("[data-row]")?.querySelectorAll<HTMLInputElement>("[data-seen]").forEach(e => {
      if (pending.has(e.name)) return;
      sights.set(e.name, { value: e.value, seen: e.dataset.seen ?? "", over: "" });
      show(e.name, e.value);
    });
  }

  let shownRev = rev; // of the texts in dispute that are shown

  // choose sends which of the texts stays.
  async function choose(button: HTMLButtonElement): Promise<void> {
    clearTimeout(timer);
    await send();
    const b = new URLSearchParams({ "-do": button.value, "-seen": String(shownRev), "-was": "" });
    const answer = await fetch(form.action, { method: "POST", body: b, headers: { Accept: "application/json" } }).catch(() => null);
    if (!answer?.ok) { tries = Math.max(tries, 1); tell(); return; }
    const path = button.closest<HTMLElement>("[data-dispute]")!.dataset.dispute!;
    await ask();
    await blocks();
    document.getElementById(path)?.focus();
    look();
  }

  // --- complaints and questions that come and go ---------------------------------------------------------------------

  const left = new Set<string>();
  let stating = 0;

  function look(): void {
    clearTimeout(stating);
    stating = window.setTimeout(async () => {
      const answer = await fetch(words.state, { headers: { Accept: "application/json" } }).catch(() => null);
      if (!answer?.ok) return;
      const state = await answer.json() as { shown: Record<string, boolean>; complaints: Record<string, string>; figures?: Record<string, { says: string; formula: string }> };
      for (const [id, isShown] of Object.entries(state.shown)) {
        const box = form.querySelector<HTMLElement>(`[data-field="${id}"]`);
        if (box) box.hidden = !isShown;
      }
      form.querySelectorAll<HTMLElement>("[data-figure]").forEach(e => {
        const f = state.figures?.[e.dataset.figure!];
        if (!f) return;
        if (e.dataset.formula !== f.formula) e.dataset.formula = f.formula;
        if (!f.formula && e.textContent !== (f.says || e.dataset.yet!)) e.textContent = f.says || e.dataset.yet!;
      });
      const heard: string[] = [];
      form.querySelectorAll<HTMLElement>("[data-complaint]").forEach(p => {
        const path = p.dataset.complaint!, sentence = state.complaints[path] ?? "";
        if (refusals.has(path)) return;
        if ((left.has(path) || sentence === "") && complain(path, sentence) && sentence) heard.push(`${nameAt(path)}: ${sentence}`);
      });
      if (heard.length > 0) aloud(heard.join(" "));
    }, 400);
  }

  // aloud tells those who listen what appears beside a field they have left.
  function aloud(text: string): void {
    const told = form.querySelector<HTMLElement>("[data-told]");
    if (told) told.textContent = text;
  }

  function nameAt(path: string): string {
    const e = document.getElementById(path);
    return (e?.tagName === "FIELDSET" ? e.querySelector("legend") : form.querySelector(`label[for="${CSS.escape(path)}"]`))?.textContent?.trim() ?? "";
  }

  // complain says at a field what is wrong with it, or nothing any more, and whether that is new.
  function complain(path: string, sentence: string): boolean {
    const p = document.getElementById(path + "-e");
    if (!p || (p.textContent === sentence && p.hidden === (sentence === ""))) return false;
    p.textContent = sentence;
    p.hidden = sentence === "";
    p.closest(".ds-field, fieldset")?.classList.toggle("v-bad", sentence !== "");
    const input = document.getElementById(path);
    if (!input || input.tagName === "FIELDSET") return true;
    if (sentence) {
      input.setAttribute("aria-invalid", "true");
      if (!(input.getAttribute("aria-describedby") ?? "").includes(p.id)) input.setAttribute("aria-describedby", `${p.id} ${input.getAttribute("aria-describedby") ?? ""}`.trim());
    } else input.removeAttribute("aria-invalid");
    return true;
  }

  // --- rows ----------------------------------------------------------------------------------------------------------

  // The id of a row is the moment, so that rows stand in the order they were begun, and a little chance, so that two
  // people who begin one at the same moment begin two.
  const newRow = () => Date.now().toString(36) + Math.random().toString(36).slice(2, 5).padEnd(3, "0");

  function add(table: HTMLElement, id = newRow(), isMine = true): void {
    const rows = table.querySelector<HTMLElement>("[data-rows]");
    const last = rows?.lastElementChild as HTMLElement | null;
    if (!rows || !last) return;
    const old = last.dataset.row!;
    const row = last.cloneNode(true) as HTMLElement;
    const from = `${table.dataset.table}/${old}`, to = `${table.dataset.table}/${id}`;
    for (const e of [row, ...row.querySelectorAll<HTMLElement>("*")])
      for (const a of Array.from(e.attributes))
        if (a.value.includes(from)) e.setAttribute(a.name, a.value.split(from).join(to));
    row.dataset.row = id;
    row.querySelectorAll<HTMLElement>("[data-dispute]").forEach(e => { e.replaceChildren(); e.hidden = true; });
    row.querySelectorAll<HTMLElement>("[data-complaint]").forEach(p => { p.textContent = ""; p.hidden = true; });
    row.querySelectorAll<HTMLElement>(".v-bad").forEach(e => e.classList.remove("v-bad"));
    row.querySelectorAll<HTMLElement>("[data-seen]").forEach(e => { e.dataset.seen = ""; });
    row.querySelectorAll<HTMLInputElement>("input, textarea, select").forEach(e => {
      e.removeAttribute("aria-invalid");
      if (e.type === "checkbox" || e.type === "radio") e.checked = e.defaultChecked = false;
      else if (e.type !== "hidden") e.value = e.defaultValue = "";
      if (e instanceof HTMLSelectElement) { Array.from(e.options).forEach(o => { o.defaultSelected = false; }); e.value = ""; }
    });
    const after = isMine ? null : Array.from(rows.children).find(r => isBefore(id, (r as HTMLElement).dataset.row!));
    rows.insertBefore(row, after ?? null);
    renumber(rows);
    if (isMine) row.querySelector<HTMLElement>("input, textarea, select")?.focus();
  }

  const isBefore = (a: string, b: string) => a.length !== b.length ? a.length < b.length : a < b;

  function renumber(rows: HTMLElement): void {
    Array.from(rows.children).forEach((row, i) => {
      const label = (row.getAttribute("aria-label") ?? "").replace(/\d+/, String(i + 1));
      row.setAttribute("aria-label", label);
      const hidden = row.querySelector<HTMLElement>("[data-remove] .ds-sr-only");
      if (hidden) hidden.textContent = " " + label;
    });
  }

  // remove empties a row, takes it off the page, and leaves one empty row where it was the last. Every cell is an edit,
  // the empty ones too, so that a colleague who writes in the row meanwhile does not lose it unawares.
  function remove(row: HTMLElement): void {
    const cells = new Set<string>();
    row.querySelectorAll<HTMLInputElement>("input, textarea, select").forEach(e => {
      if (e.type === "checkbox" || e.type === "radio") e.checked = false;
      else if (e.type !== "hidden") e.value = "";
      if (isAnswer(e)) cells.add(e.name);
    });
    for (const path of cells) changed(path, true);
    const rows = row.parentElement!;
    const next = (row.nextElementSibling ?? row.previousElementSibling) as HTMLElement | null;
    takeAway(row);
    (next ?? rows.firstElementChild)?.querySelector<HTMLElement>("input, textarea, select")?.focus();
  }

  function takeAway(row: HTMLElement): void {
    const rows = row.parentElement!, table = row.closest<HTMLElement>("[data-table]")!;
    if (rows.children.length === 1) add(table, undefined, false);
    row.remove();
    renumber(rows);
  }

  // closeRows takes away rows that a colleague has removed.
  function closeRows(paths: string[]): void {
    const rows = new Set(paths.filter(p => p.split("/").length === 3).map(p => p.slice(0, p.lastIndexOf("/"))));
    for (const path of rows) {
      const [table, id] = path.split("/");
      const row = form.querySelector<HTMLElement>(`[data-table="${table}"] [data-row="${id}"]`);
      if (!row || row.contains(document.activeElement)) continue;
      const cells = Array.from(row.querySelectorAll<HTMLInputElement>("input, textarea, select")).filter(isAnswer);
      const isEmpty = cells.every(e => valueOf(e.name) === "" && !pending.has(e.name)) && !row.querySelector("[data-dispute]:not([hidden])");
      if (isEmpty && row.parentElement!.children.length > 1) takeAway(row);
    }
  }

  function makeRoom(path: string): void {
    const [id, row, column] = path.split("/");
    const table = form.querySelector<HTMLElement>(`[data-table="${id}"]`);
    if (table && column && !table.querySelector(`[data-row="${row}"]`)) add(table, row, false);
  }

  // --- listening -----------------------------------------------------------------------------------------------------

  form.addEventListener("input", e => {
    if (!isAnswer(e.target)) return;
    lastKey = Date.now();
    changed(e.target.name);
    counted(form, e.target);
    inhabitants(form);
  });
  form.addEventListener("focusout", e => {
    if (!isAnswer(e.target)) return;
    left.add(e.target.name);
    lastKey = 0;
    lastPath = ""; // what they leave they have written
    if (pending.has(e.target.name)) later(0);
    else window.setTimeout(catchUp);
  });
  form.addEventListener("click", e => {
    const button = (e.target as HTMLElement).closest<HTMLButtonElement>("button");
    if (button?.dataset.choose !== undefined) { e.preventDefault(); void choose(button); return; }
    const table = button?.closest<HTMLElement>("[data-table]");
    if (!button || !table) return;
    if (button.dataset.add !== undefined) { e.preventDefault(); add(table); }
    else if (button.dataset.remove !== undefined) { e.preventDefault(); remove(button.closest<HTMLElement>("[data-row]")!); }
  });

  // The button saves what is not saved yet as typing does, and goes on. Without a line it goes on too: what was typed is on
  // the device, and the next page may be.
  form.addEventListener("submit", e => {
    if (leaving) return;
    e.preventDefault();
    const button = (e as SubmitEvent).submitter as HTMLButtonElement | null;
    void (async () => {
      clearTimeout(timer);
      for (let i = 0; busy && i < 40; i++) await new Promise(r => setTimeout(r, 100));
      await send();
      if (tries > 0 && pending.size > 0) {
        if (!isFull) location.assign(words.next);
        return;
      }
      leaving = true;
      const does = document.createElement("input");
      does.type = "hidden";
      does.name = "-do";
      does.value = button?.value ?? "next";
      form.append(does);
      form.querySelector<HTMLInputElement>("[name='-seen']")!.value = String(rev);
      for (const e of Array.from(form.elements) as HTMLInputElement[]) if (isAnswer(e) && !pending.has(e.name)) e.disabled = true;
      form.submit();
    })();
  });
  window.addEventListener("pageshow", () => {
    if (!leaving) return;
    leaving = false;
    form.querySelectorAll("input[name='-do']").forEach(e => e.remove());
    for (const e of Array.from(form.elements) as HTMLInputElement[]) if (isAnswer(e)) e.disabled = false;
  });
  window.addEventListener("pagehide", flush);
  window.addEventListener("beforeunload", e => { if (isFull && pending.size > 0 && !leaving) e.preventDefault(); });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") { flush(); return; }
    later(0);
    lookAround(0);
  });
  window.addEventListener("online", () => { later(0); lookAround(0); void sendOthers(); });
  window.addEventListener("offline", tell);

  // flush sends what is left while the page goes away. What does not arrive is still on the device.
  function flush(): void {
    if (pending.size === 0) return;
    const unwritten = unsent().filter(w => !onDevice.get(w.path)?.has(nameOf(w)));
    if (unwritten.length > 0) void exchange(unwritten, []).catch(() => undefined);
    if (leaving) return;
    void fetch(words.autosave, { method: "POST", body: body(batch(unsent()), words.section), headers: { Accept: "application/json" }, keepalive: true }).catch(() => undefined);
  }

  // sendOthers sends what waits of other sections and drafts, from days without a line, say.
  async function sendOthers(): Promise<void> {
    try {
      elsewhere = await sendKept(person, w => w.application === application && (onDevice.get(w.path)?.has(nameOf(w)) || wanted(w.path).has(nameOf(w))));
    } catch { /* the device forbids to keep anything: there is nothing */ }
    tell();
  }

  // restore brings back what this device has and the server has not. Of two windows' texts the later is shown; the other
  // is sent as it is, and is not lost.
  async function restore(): Promise<void> {
    const paths: string[] = [];
    await itIs(person);
    const mine = (await keptOn(person)).filter(w => w.application === application).sort((a, b) => a.device < b.device ? -1 : a.device > b.device ? 1 : a.n - b.n);
    for (const w of mine) {
      if (w.value !== "") makeRoom(w.path);
      if (inputs(w.path).length === 0 || pending.get(w.path)?.device === device) continue;
      const have = onDevice.get(w.path) ?? new Map<string, Waiting>();
      onDevice.set(w.path, have.set(nameOf(w), w));
      if (hasSeen(sight(w.path).seen, nameOf(w))) { void write(w.path); continue; }
      const before = pending.get(w.path);
      if (before) earlier.set(nameOf(before), before);
      show(w.path, w.value);
      pending.set(w.path, w);
      paths.push(w.path);
    }
    if (paths.length > 0) {
      settled(paths);
      say("saving", words.wordsRestored);
      await send();
    }
    await sendOthers();
  }

  const mayWrite = words.closed === undefined;
  (form as Given)[given] = { change: changed, value: valueOf, show, add, remove };
  if (mayWrite) restore().catch(() => { /* the device forbids to keep anything: it is said when something is to be kept */ });
  inhabitants(form);
  lookAround(500);
}

// counted renews the counter of a text. Characters are code points in composed form, as the server counts them.
function counted(form: HTMLFormElement, e: HTMLInputElement): void {
  const counter = document.getElementById(e.id + "-c"), max = Number(e.dataset.max ?? 0);
  if (!counter || !max) return;
  const n = Array.from(e.value.trim().normalize("NFC")).length;
  const words = form.dataset as Record<string, string>;
  counter.toggleAttribute("data-over", n > max);
  counter.firstElementChild!.textContent = (n > max ? words.wordsOver : words.wordsLeft)
    .replace("{n}", number(form, n > max ? n - max : max - n)).replace("{max}", number(form, max));
}

function inhabitants(form: HTMLFormElement): void {
  form.querySelectorAll<HTMLElement>("[data-limit]").forEach(set => {
    let n = 0;
    set.querySelectorAll<HTMLInputElement>("[data-weight]").forEach(e => { if (e.checked) n += Number(e.dataset.weight); });
    const out = set.querySelector<HTMLElement>("[data-inhabitants]"), most = Number(set.dataset.limit);
    if (!out) return;
    out.parentElement!.toggleAttribute("data-over", n > most);
    out.textContent = (form.dataset.wordsInhabitants ?? "").replace("{n}", number(form, n)).replace("{max}", number(form, most));
  });
}
