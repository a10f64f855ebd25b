// Saves a draft as it is typed. One queue for each answer, with the revision last seen; what the server does not have yet is
// kept on this device, and survives a reload, a restart of the server and the end of a session. Every word comes from the
// page. Without this script the page is an ordinary form.

interface Waiting { value: string; rev: number; sent?: boolean } // sent: with the button, of which nobody knows whether it arrived
interface Kept { rev: number; sentence: string }
interface Theirs { path: string; value: string; rev: number }
interface Refused { kind: string; sentence: string; theirs?: Theirs[]; fields?: Record<string, string>; complaints?: { Field: string; Sentence: string }[] }

const pause = 600; // ms after the last key
const longest = 60_000; // ms between two tries

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

const drafts = new WeakMap<HTMLFormElement, Draft>();
export const draftOf = (form: HTMLFormElement): Draft | undefined => drafts.get(form);

export function draft(form: HTMLFormElement): void {
  const words = form.dataset as Record<string, string>;
  const prefix = `vekst:${words.application}:`;
  const waiting = new Map<string, Waiting>();
  const revs = new Map<string, number>();
  let timer = 0, tries = 0, busy = false, leaving = false;

  // --- what is on the page -------------------------------------------------------------------------------------------

  const inputs = (path: string) =>
    Array.from(form.elements).filter((e): e is HTMLInputElement => (e as HTMLInputElement).name === path && !(e as HTMLInputElement).form!.enctype.includes("multipart"));

  const isAnswer = (e: EventTarget | null): e is HTMLInputElement =>
    e instanceof HTMLElement && "name" in e && (e as HTMLInputElement).form === form && (e as HTMLInputElement).name !== "" && !(e as HTMLInputElement).name.startsWith("-");

  function valueOf(path: string): string {
    const all = inputs(path);
    const many = all.filter(e => e.type === "checkbox" || e.type === "radio");
    if (many.length > 0) return many.filter(e => e.checked).map(e => e.value).sort().join(",");
    return (all[0]?.value ?? "").replace(/\r\n/g, "\n");
  }

  function show(path: string, value: string): void {
    const chosen = value.split(",");
    for (const e of inputs(path)) {
      if (e.type === "hidden") continue;
      if (e.type === "checkbox" || e.type === "radio") e.checked = chosen.includes(e.value);
      else e.value = value;
    }
  }

  function revOf(path: string): number {
    return revs.get(path) ?? Number(document.getElementById(path)?.dataset.rev ?? 0);
  }

  // --- the line that says what is saved ------------------------------------------------------------------------------

  const line = form.querySelector<HTMLElement>("[data-saved]");

  function say(state: string, sentence: string, link?: string): void {
    const span = line?.querySelector("span");
    if (!line || !span) return;
    if (line.dataset.state === state && span.dataset.said === sentence) return;
    line.dataset.state = state;
    span.dataset.said = sentence;
    span.textContent = sentence;
    if (!link) return;
    const a = document.createElement("a");
    a.href = "/sign-in?next=/applications";
    a.target = "_blank";
    a.rel = "noopener";
    a.textContent = link;
    span.append(" ", a);
  }

  // --- saving --------------------------------------------------------------------------------------------------------

  function keep(path: string, w: Waiting): void {
    try { localStorage.setItem(prefix + path, JSON.stringify(w)); } catch { /* full or forbidden: the page still has it */ }
  }

  function changed(path: string): void {
    const w = { value: valueOf(path), rev: revOf(path) };
    waiting.set(path, w);
    keep(path, w);
    later(pause);
  }

  function later(ms: number): void {
    clearTimeout(timer);
    timer = window.setTimeout(send, ms);
  }

  function body(batch: Map<string, Waiting>): URLSearchParams {
    const b = new URLSearchParams();
    for (const [path, w] of batch) {
      b.append("path", path);
      b.append("value", w.value);
      b.append("rev", String(w.rev));
    }
    return b;
  }

  async function send(): Promise<void> {
    if (busy || leaving || waiting.size === 0) return;
    busy = true;
    const batch = new Map(waiting);
    say("saving", words.wordsSaving);
    let again = 0;
    try {
      const answer = await fetch(words.autosave, { method: "POST", body: body(batch), headers: { Accept: "application/json" } });
      again = await heard(answer, batch);
    } catch {
      say("device", words.wordsDevice);
      again = wait();
    }
    busy = false;
    if (again > 0) later(again);
    else if (waiting.size > 0) later(pause);
  }

  function wait(): number {
    tries++;
    return Math.min(longest, 1000 * 2 ** Math.min(tries, 6)) * (0.75 + Math.random() / 2);
  }

  // heard acts on an answer and returns after how many milliseconds to try again, 0 for not.
  async function heard(answer: Response, batch: Map<string, Waiting>): Promise<number> {
    if (answer.ok) {
      done(batch, await answer.json() as Kept);
      return 0;
    }
    if (answer.status === 401) {
      say("signin", words.wordsSignin, words.wordsSigninLink);
      return 5000;
    }
    if (answer.status >= 500 || answer.status === 429) {
      say("device", words.wordsDevice);
      return wait();
    }
    return refused(await answer.json() as Refused, batch);
  }

  function done(batch: Map<string, Waiting>, kept: Kept): void {
    tries = 0;
    for (const [path, sent] of batch) {
      revs.set(path, kept.rev);
      const now = waiting.get(path);
      if (now && now.value !== sent.value) now.rev = kept.rev;
      else {
        waiting.delete(path);
        localStorage.removeItem(prefix + path);
      }
    }
    say("done", kept.sentence);
    look();
  }

  // refused keeps what was typed on the page and on the device, and says why. Answers that are refused do not hold up others.
  function refused(r: Refused, batch: Map<string, Waiting>): number {
    say("conflict", r.sentence);
    const fields = r.fields ?? Object.fromEntries((r.complaints ?? []).map(c => [c.Field, c.Sentence]));
    for (const [path, sentence] of Object.entries(fields)) {
      complain(path, sentence);
      waiting.delete(path);
    }
    for (const t of r.theirs ?? []) {
      revs.set(t.path, t.rev);
      beside(t);
    }
    if (Object.keys(fields).length === 0) for (const path of batch.keys()) waiting.delete(path);
    return Object.keys(fields).length > 0 && waiting.size > 0 ? pause : 0;
  }

  // beside shows a colleague's words under one's own; the next change of the field replaces them.
  function beside(t: Theirs): void {
    const field = document.getElementById(t.path)?.closest(".ds-field, fieldset");
    if (!field || t.value === "") return;
    field.querySelector("[data-theirs]")?.remove();
    const p = document.createElement("p");
    p.className = "v-theirs v-pre v-small";
    p.dataset.theirs = t.path;
    p.textContent = `${words.wordsTheirs}: ${t.value}`;
    field.append(p);
  }

  // --- complaints and questions that come and go ---------------------------------------------------------------------

  const left = new Set<string>();
  let looking = 0;

  function look(): void {
    clearTimeout(looking);
    looking = window.setTimeout(async () => {
      const answer = await fetch(words.state, { headers: { Accept: "application/json" } }).catch(() => null);
      if (!answer?.ok) return;
      const state = await answer.json() as { shown: Record<string, boolean>; complaints: Record<string, string> };
      for (const [id, isShown] of Object.entries(state.shown)) {
        const box = form.querySelector<HTMLElement>(`[data-field="${id}"]`);
        if (box) box.hidden = !isShown;
      }
      form.querySelectorAll<HTMLElement>("[data-complaint]").forEach(p => {
        const path = p.dataset.complaint!;
        if (left.has(path) || !state.complaints[path]) complain(path, state.complaints[path] ?? "");
      });
    }, 400);
  }

  function complain(path: string, sentence: string): void {
    const p = document.getElementById(path + "-e");
    if (!p || (p.textContent === sentence && p.hidden === (sentence === ""))) return;
    p.textContent = sentence;
    p.hidden = sentence === "";
    p.closest(".ds-field, fieldset")?.classList.toggle("v-bad", sentence !== "");
    const input = document.getElementById(path);
    if (!input || input.tagName === "FIELDSET") return;
    if (sentence) {
      input.setAttribute("aria-invalid", "true");
      if (!(input.getAttribute("aria-describedby") ?? "").includes(p.id)) input.setAttribute("aria-describedby", `${p.id} ${input.getAttribute("aria-describedby") ?? ""}`.trim());
    } else input.removeAttribute("aria-invalid");
  }

  // --- rows ----------------------------------------------------------------------------------------------------------

  function add(table: HTMLElement, id = Date.now().toString(36)): void {
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
    row.querySelectorAll<HTMLElement>("[data-theirs]").forEach(e => e.remove());
    row.querySelectorAll<HTMLElement>("[data-complaint]").forEach(p => { p.textContent = ""; p.hidden = true; });
    row.querySelectorAll<HTMLElement>(".v-bad").forEach(e => e.classList.remove("v-bad"));
    row.querySelectorAll<HTMLInputElement>("input, textarea, select").forEach(e => {
      e.removeAttribute("aria-invalid");
      e.dataset.rev = "0";
      if (e.type === "checkbox" || e.type === "radio") e.checked = false;
      else e.value = "";
    });
    rows.append(row);
    renumber(rows);
    row.querySelector<HTMLElement>("input, textarea, select")?.focus();
    sums(form);
  }

  function renumber(rows: HTMLElement): void {
    Array.from(rows.children).forEach((row, i) => {
      const label = (row.getAttribute("aria-label") ?? "").replace(/\d+/, String(i + 1));
      row.setAttribute("aria-label", label);
      const hidden = row.querySelector<HTMLElement>("[data-remove] .ds-sr-only");
      if (hidden) hidden.textContent = " " + label;
    });
  }

  // remove empties a row, takes it off the page, and leaves one empty row where it was the last.
  function remove(row: HTMLElement): void {
    const table = row.closest<HTMLElement>("[data-table]")!;
    const rows = row.parentElement!;
    row.querySelectorAll<HTMLInputElement>("input, textarea, select").forEach(e => {
      if (e.type === "checkbox" || e.type === "radio") e.checked = false;
      else e.value = "";
      if (isAnswer(e)) changed(e.name);
    });
    if (rows.children.length === 1) add(table);
    const next = (row.nextElementSibling ?? row.previousElementSibling) as HTMLElement | null;
    row.remove();
    renumber(rows);
    next?.querySelector<HTMLElement>("input, textarea, select")?.focus();
    sums(form);
  }

  // --- listening -----------------------------------------------------------------------------------------------------

  form.addEventListener("input", e => {
    if (!isAnswer(e.target)) return;
    changed(e.target.name);
    counted(form, e.target);
    sums(form);
    inhabitants(form);
  });
  form.addEventListener("focusout", e => {
    if (!isAnswer(e.target)) return;
    left.add(e.target.name);
    if (waiting.has(e.target.name)) later(0);
  });
  form.addEventListener("click", e => {
    const button = (e.target as HTMLElement).closest<HTMLButtonElement>("button");
    const table = button?.closest<HTMLElement>("[data-table]");
    if (!button || !table) return;
    if (button.dataset.add !== undefined) { e.preventDefault(); add(table); }
    else if (button.dataset.remove !== undefined) { e.preventDefault(); remove(button.closest<HTMLElement>("[data-row]")!); }
  });

  // An ordinary submission sends only what is not saved yet, so that it cannot undo what a colleague wrote meanwhile.
  form.addEventListener("submit", () => {
    leaving = true;
    for (const e of Array.from(form.elements) as HTMLInputElement[])
      if (isAnswer(e) && !waiting.has(e.name)) e.disabled = true;
    const seen = form.querySelector<HTMLInputElement>("[name='-seen']");
    if (seen) seen.value = String(Math.max(Number(seen.value), ...revs.values(), 0));
    for (const [path, w] of waiting) keep(path, { ...w, sent: true });
  });
  window.addEventListener("pageshow", () => {
    if (!leaving) return;
    leaving = false;
    for (const e of Array.from(form.elements) as HTMLInputElement[]) if (isAnswer(e)) e.disabled = false;
  });
  window.addEventListener("pagehide", flush);
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") flush(); else later(0); });
  window.addEventListener("online", () => later(0));

  // flush sends what is left while the page goes away. What does not arrive is still on the device.
  function flush(): void {
    if (leaving || waiting.size === 0) return;
    void fetch(words.autosave, { method: "POST", body: body(waiting), headers: { Accept: "application/json" }, keepalive: true }).catch(() => undefined);
  }

  // restore brings back what this device has and the server has not. What was sent with the button has arrived when the
  // server has a later revision.
  function restore(): void {
    const paths: string[] = [];
    for (const key of Object.keys(localStorage).filter(k => k.startsWith(prefix)).sort()) {
      const path = key.slice(prefix.length);
      const w = JSON.parse(localStorage.getItem(key)!) as Waiting;
      if (w.value !== "") makeRoom(path);
      if (inputs(path).length === 0) continue;
      if (w.value === valueOf(path) || (w.sent && revOf(path) > w.rev)) { localStorage.removeItem(key); continue; }
      show(path, w.value);
      waiting.set(path, { value: w.value, rev: w.rev });
      paths.push(path);
    }
    if (paths.length === 0) return;
    form.dispatchEvent(new CustomEvent<Arrived>(arrived, { bubbles: true, detail: { paths } }));
    say("saving", words.wordsRestored);
    later(0);
  }

  // makeRoom adds the row of an answer that the server has never heard of.
  function makeRoom(path: string): void {
    const [id, row, column] = path.split("/");
    const table = form.querySelector<HTMLElement>(`[data-table="${id}"]`);
    if (table && column && !table.querySelector(`[data-row="${row}"]`)) add(table, row);
  }

  drafts.set(form, { change: changed, value: valueOf, show, add, remove });
  if (words.closed === undefined) try { restore(); } catch { /* storage is forbidden here */ }
  sums(form);
  inhabitants(form);
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

// --- sums: whole cents in integers -------------------------------------------------------------------------------------

// cents reads an amount as the server does; undefined where it is not one amount.
export function cents(typed: string): bigint | undefined {
  let s = typed.trim();
  for (const unit of ["€", "EUR", "eur", "kr.", "kr", "NOK", "nok", "евро", "евра"]) {
    if (s.startsWith(unit)) s = s.slice(unit.length);
    if (s.endsWith(unit)) s = s.slice(0, -unit.length);
    s = s.trim();
  }
  return units(s.replace(/[\s'’]/g, ""), 2, true);
}

// units reads a number as whole units of its last decimal.
function units(s: string, decimals: number, isMoney: boolean): bigint | undefined {
  let whole = s, fraction = "";
  const at = Math.max(s.lastIndexOf("."), s.lastIndexOf(","));
  if (at >= 0) {
    const mark = s[at], other = mark === "." ? "," : ".";
    const once = s.split(mark).length === 2, both = s.includes(other);
    if (both && !once) return undefined;
    if (isMoney && once && !both && s.length - at === 4 && at > 0 && s.slice(0, at) !== "0") return undefined; // 12.500 is two amounts
    if (once) { whole = s.slice(0, at); fraction = s.slice(at + 1); }
    const groups = whole.split(once ? other : mark);
    if (groups.length > 1 && (!isMoney || groups[0] === "" || groups[0].length > 3 || groups.slice(1).some(g => g.length !== 3))) return undefined;
    whole = groups.join("");
  }
  if (!/^\d*$/.test(whole + fraction) || whole + fraction === "" || /[1-9]/.test(fraction.slice(decimals))) return undefined;
  const digits = whole + (fraction + "0".repeat(decimals)).slice(0, decimals);
  return digits.length > 15 ? undefined : BigInt(digits);
}

function number(form: HTMLElement, n: number | bigint): string {
  const separator = form.dataset.lang === "en" ? "," : "\u00a0";
  return String(n).replace(/\B(?=(\d{3})+(?!\d))/g, separator);
}

function amount(form: HTMLElement, c: bigint, currency: string): string {
  const isEnglish = form.dataset.lang === "en", minus = c < 0n ? "−" : "";
  if (c < 0n) c = -c;
  const s = number(form, c / 100n) + (isEnglish ? "." : ",") + String(c % 100n).padStart(2, "0");
  if (currency === "EUR") return isEnglish ? `${minus}€${s}` : `${minus}${s}\u00a0€`;
  return `${minus}${s}\u00a0${currency === "NOK" && form.dataset.lang === "nb" ? "kr" : currency}`;
}

// sums adds up the budget of a page and says which rules are met.
function sums(form: HTMLFormElement): void {
  const budget = form.querySelector<HTMLElement>("[data-budget]");
  if (!budget) return;
  const { currency = "", way = "" } = budget.dataset;
  const by = new Map<string, bigint>();
  let total = 0n, own = 0n, entered = 0n;
  budget.querySelectorAll<HTMLElement>("[data-row]").forEach(row => {
    const at = (column: string) => row.querySelector<HTMLInputElement>(`[name$="/${column}"]`)?.value ?? "";
    let line = cents(at("amount")) ?? 0n;
    const out = row.querySelector<HTMLElement>("[data-amount]");
    if (out) {
      const quantity = units(at("quantity").replace(/[\s']/g, ""), 2, false), price = cents(at("price"));
      line = quantity === undefined || price === undefined ? 0n : (quantity * price + 50n) / 100n;
      out.textContent = amount(form, line, currency);
    }
    total += line;
    by.set(at("heading"), (by.get(at("heading")) ?? 0n) + line);
  });
  budget.querySelectorAll<HTMLInputElement>("input").forEach(e => {
    const parts = e.name.split("/");
    if (parts.length !== 2) return;
    if (parts[1] === "grant") entered = cents(e.value) ?? 0n;
    else own += cents(e.value) ?? 0n;
  });
  const most = total * BigInt(budget.dataset.rate ?? "0") / 10_000n;
  const grant = way === "rate" ? most : way === "rest" ? total - own : entered;
  const least = BigInt(budget.dataset.min ?? "0"), greatest = BigInt(budget.dataset.max ?? "0");
  const put = (name: string, c: bigint) => document.querySelectorAll<HTMLElement>(`[data-sum="${name}"]`).forEach(e => { e.textContent = amount(form, c, currency); });
  const met = (name: string, is: boolean) => document.querySelector<HTMLElement>(`[data-rule="${name}"]`)?.setAttribute("data-ok", String(is));
  put("total", total);
  put("grant", grant);
  met("inside", grant >= least && grant <= greatest);
  met("rate", grant <= most);
  document.querySelectorAll<HTMLElement>("[data-ceiling]").forEach(e => {
    const heading = e.dataset.sum!, sum = by.get(heading) ?? 0n, share = BigInt(e.dataset.ceiling!);
    put(heading, sum);
    const of = (e.dataset.of ?? "").split(" ").filter(Boolean);
    const base = of.length > 0 ? of.reduce((all, h) => all + (by.get(h) ?? 0n), 0n) : total;
    met(`ceiling:${heading}`, sum <= base * share / 10_000n);
  });
  const strip = greatest > 0n && grant > 0n ? grant * 1000n / greatest : 0n;
  document.querySelectorAll("[data-strip]").forEach(e => e.setAttribute("width", String(strip > 1000n ? 1000n : strip)));
}
