// What was written on the spot and is not on the server yet: whole forms with their photographs, kept on this device by
// person, in IndexedDB. They are apart from the edits of drafts (device.ts), which are many and small.

/** A form that waits, under the name it is sent by; sent twice it arrives once. */
export interface Waits {
  person: string; key: string; at: number;
  where: string; // the address it is sent to
  values: Record<string, string>;
  photo?: Blob; photoName?: string;
  said?: string; // what the server answered, where it was refused
  complaints?: { Field: string; Sentence: string }[];
}

const store = "forms";

async function inside<T>(mode: IDBTransactionMode, work: (s: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const db = await new Promise<IDBDatabase>((resolve, reject) => {
    const r = indexedDB.open("vekst-spot", 1);
    r.onupgradeneeded = () => { r.result.createObjectStore(store, { keyPath: ["person", "key"] }); };
    r.onsuccess = () => resolve(r.result);
    r.onerror = () => reject(r.error ?? new Error("the device keeps nothing"));
  });
  try {
    return await new Promise<T>((resolve, reject) => {
      const tx = db.transaction(store, mode, { durability: "strict" });
      const r = work(tx.objectStore(store));
      tx.oncomplete = () => resolve(r.result);
      tx.onabort = tx.onerror = () => reject(tx.error ?? new Error("the device does not keep it"));
    });
  } finally { db.close(); }
}

const of = (person: string) => IDBKeyRange.bound([person], [person, []]);

/** Keeps a form until it is let go. Rejects when the device has no room or forbids it; then nothing is kept. */
export const keep = (w: Waits): Promise<unknown> => inside("readwrite", s => s.put(w));

/** Lets go of a form. */
export const drop = (w: Waits): Promise<unknown> => inside("readwrite", s => s.delete([w.person, w.key]));

/** Everything of a person's that waits, the oldest first. */
export const kept = async (person: string): Promise<Waits[]> => (await inside<Waits[]>("readonly", s => s.getAll(of(person)))).sort((a, b) => a.at - b.at);

/** How much of a person's waits. */
export const count = (person: string): Promise<number> => inside("readonly", s => s.count(of(person)));

/** Lets go of everything of a person's. */
export const forgetAll = (person: string): Promise<unknown> => inside("readwrite", s => s.delete(of(person)));

// --- sending -------------------------------------------------------------------------------------------------------------

interface Answer { see?: string; sentence?: string; complaints?: { Field: string; Sentence: string }[] }

/** What came of sending a form: it is there; it was refused and waits to be corrected; somebody has to sign in; not now. */
export interface Heard { is: "there" | "refused" | "signin" | "later"; see?: string; sentence?: string }

// enough is how long sending may take, in milliseconds: a line that carries less than 4 kB a second is as good as none, and
// one that died without a word must not keep the next try waiting.
const enough = (w: Waits): number => 20_000 + (w.photo?.size ?? 0) / 4;

/** Sends a form, lets go of it where it has arrived, and keeps with it what the server says where it was refused. */
export async function deliver(w: Waits): Promise<Heard> {
  const body = new FormData();
  for (const name of Object.keys(w.values)) body.append(name, w.values[name]);
  body.append("key", w.key);
  if (w.photo) body.append("photo", w.photo, w.photoName);
  const answer = await fetch(w.where, { method: "POST", body, headers: { Accept: "application/json" }, signal: AbortSignal.timeout?.(enough(w)) }).catch(() => null);
  const heard = await answer?.json().catch(() => null) as Answer | null;
  if (!answer || !heard || answer.status >= 500) return { is: "later" };
  if (answer.ok && heard.see) {
    await drop(w);
    return { is: "there", see: heard.see };
  }
  if (answer.status === 401) return { is: "signin" };
  if (answer.status === 429) return { is: "later", sentence: heard.sentence };
  const complaints = heard.complaints ?? [];
  await keep({ ...w, complaints, said: complaints.map(c => c.Sentence).join(" ") || heard.sentence || "?" });
  return { is: "refused" };
}

/** Sends what waits, one after the other, and is at it once however many pages there are. Says whether all had its answer. */
export async function deliverAll(person: string, tell: (w: Waits, h: Heard) => Promise<unknown> | void): Promise<boolean> {
  const work = async () => {
    for (const w of await kept(person)) {
      if (w.said) continue;
      const h = await deliver(w);
      await tell(w, h);
      if (h.is === "later" || h.is === "signin") return false;
    }
    return true;
  };
  if (!("locks" in navigator)) return work();
  // Whoever else is at it may hang on a dead line. What is sent twice arrives once, so that nobody waits for them for long.
  return navigator.locks.request("vekst-spot", { signal: AbortSignal.timeout?.(8_000) }, work)
    .catch((e: DOMException) => { if (e.name === "TimeoutError" || e.name === "AbortError") return work(); throw e; });
}

/** The name under which a browser that can is asked to wake the worker when there is a line, with no page open. */
export const wake = "vekst-spot";
