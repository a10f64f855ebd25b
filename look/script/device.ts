// What is kept on this device: edits that the server does not have yet. They are kept by person, so that whoever signs in
// next on the same device is shown nothing of them, in IndexedDB, which holds many long texts and survives a sudden end.
// localStorage would hold five megabytes, and writes them when it likes.

/** An edit that waits to be sent, as Made in grants/application tells of it. */
export interface Waiting {
  person: string; application: string; path: string;
  device: string; n: number; // its name
  value: string; gone: boolean;
  base: string; seen: string; // what its writer had in sight
  over: string; // their own edits it replaces, which may or may not have arrived
}

const name = "vekst", edits = "edits", facts = "facts";

let opened: Promise<IDBDatabase> | undefined;

function open(): Promise<IDBDatabase> {
  opened ??= new Promise((resolve, reject) => {
    const r = indexedDB.open(name, 2);
    r.onupgradeneeded = () => {
      for (const old of Array.from(r.result.objectStoreNames)) r.result.deleteObjectStore(old); // version 1 was never released
      r.result.createObjectStore(edits, { keyPath: ["person", "application", "path", "device", "n"] });
      r.result.createObjectStore(facts);
    };
    r.onsuccess = () => { r.result.onversionchange = () => { r.result.close(); opened = undefined; }; resolve(r.result); };
    r.onerror = () => reject(r.error);
  });
  opened.catch(() => { opened = undefined; });
  return opened;
}

// inside does work in one transaction and waits until the device says that it is written.
async function inside<T>(store: string, mode: IDBTransactionMode, work: (s: IDBObjectStore) => IDBRequest<T> | void): Promise<T | undefined> {
  const db = await open();
  return new Promise((resolve, reject) => {
    const tx = db.transaction(store, mode, { durability: "strict" });
    const r = work(tx.objectStore(store));
    tx.commit?.(); // at once, so that it is written even when the page is closed the next moment
    tx.oncomplete = () => resolve(r ? r.result : undefined);
    tx.onabort = tx.onerror = () => reject(tx.error ?? new Error("the device does not keep it"));
  });
}

const keyOf = (w: Waiting) => [w.person, w.application, w.path, w.device, w.n];

export const nameOf = (w: Waiting): string => `${w.device}.${w.n}`;

/** Keeps edits and lets go of others, all or nothing. Rejects when the device has no room or forbids it. */
export const exchange = (keep: Waiting[], drop: Waiting[]): Promise<unknown> => inside(edits, "readwrite", s => {
  for (const w of keep) s.put(w);
  for (const w of drop) s.delete(keyOf(w));
});

/** Whether everything in a is in b, in order: whoever wrote b went on from a. */
export function isWithin(a: string, b: string): boolean {
  let at = 0;
  for (let i = 0; i < b.length && at < a.length; i++) if (b[i] === a[at]) at++;
  return at === a.length;
}

/** How many characters are no longer there. */
export const removed = (a: string, b: string): number => JSON.parse(patch(a, b))[2].length;

/** Everything of a person's that waits. */
export async function waiting(person: string): Promise<Waiting[]> {
  return await inside<Waiting[]>(edits, "readonly", s => s.getAll(IDBKeyRange.bound([person], [person, []]))) ?? [];
}

/** Lets go of everything of a person's. */
export const forget = (person: string): Promise<unknown> => inside(edits, "readwrite", s => { s.delete(IDBKeyRange.bound([person], [person, []])); });

/** Who uses this device now: a key, "" for nobody. */
export const whoIs = async (): Promise<string> => await inside<string>(facts, "readonly", s => s.get("person")) ?? "";
export const itIs = (person: string): Promise<unknown> => inside(facts, "readwrite", s => { s.put(person, "person"); });

// --- clocks --------------------------------------------------------------------------------------------------------------

/** A clock says up to which of their edits devices have been seen: "a1b2.7 c3d4.1". */
export function hasSeen(clock: string, edit: string): boolean {
  const [device, n] = parts(edit);
  return clock.split(" ").some(one => { const [d, m] = parts(one); return d === device && m >= n; });
}

export function withEdit(clock: string, edit: string): string {
  const [device] = parts(edit);
  if (hasSeen(clock, edit)) return clock;
  return [...clock.split(" ").filter(one => one && parts(one)[0] !== device), edit].sort().join(" ");
}

function parts(edit: string): [string, number] {
  const at = edit.lastIndexOf(".");
  return [edit.slice(0, at), Number(edit.slice(at + 1))];
}

// --- sending -------------------------------------------------------------------------------------------------------------

/** The difference between what was there and what is: how many characters are the same at both ends, and what stood between. */
export function patch(base: string, value: string): string {
  const a = Array.from(base), b = Array.from(value);
  let start = 0, end = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  return JSON.stringify([start, end, a.slice(start, a.length - end).join("")]);
}

/** What the answers page of a draft is sent. */
export function body(batch: Waiting[], section: string): URLSearchParams {
  const b = new URLSearchParams();
  if (batch.length > 0) b.append("person", batch[0].person);
  b.append("section", section);
  for (const w of batch) {
    b.append("path", w.path);
    b.append("value", w.value);
    b.append("edit", nameOf(w));
    b.append("seen", w.seen);
    b.append("over", w.over);
    b.append("was", patch(w.base, w.value));
    b.append("gone", w.gone ? "1" : "");
  }
  return b;
}

const most = 300_000; // characters in one request
const order = (a: string, b: string) => a < b ? -1 : a > b ? 1 : 0;

/** The first of what waits that fit into one request, earlier edits before later ones; cells of a row that was removed
 * stay together. */
export function batch(all: Waiting[]): Waiting[] {
  const row = (w: Waiting) => w.path.slice(0, w.path.lastIndexOf("/"));
  const sorted = [...all].sort((a, b) => order(a.path, b.path) || order(a.device, b.device) || a.n - b.n);
  const some: Waiting[] = [];
  let size = 0;
  for (const w of sorted) {
    size += w.value.length;
    const last = some[some.length - 1];
    if (last && size > most && !(w.gone && last.gone && row(w) === row(last))) break;
    some.push(w);
  }
  return some;
}

/** Sends what is kept of drafts, or parts of them, that are not on this page. Says whether anything is left. */
export async function sendKept(person: string, isHere: (w: Waiting) => boolean): Promise<number> {
  const elsewhere = (await waiting(person)).filter(w => !isHere(w));
  const left = new Map(elsewhere.map(w => [nameOf(w), w]));
  for (const application of new Set(elsewhere.map(w => w.application))) {
    let rest = elsewhere.filter(w => w.application === application);
    while (rest.length > 0) {
      const some = batch(rest);
      rest = rest.filter(w => !some.includes(w));
      const answer = await fetch(`/applications/${application}/answers`, { method: "POST", body: body(some, ""), headers: { Accept: "application/json" } }).catch(() => null);
      if (!answer?.ok) break;
      await exchange([], some);
      for (const w of some) left.delete(nameOf(w));
    }
  }
  return new Set([...left.values()].map(w => `${w.application}/${w.path}`)).size;
}
