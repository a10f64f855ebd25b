// Checks a receipt in the browser, from the file alone: nothing is sent anywhere. The steps, their order and their
// reasons are those of platform/audit (verifyreceipt.go), which is where they are explained; a Go test holds the two
// together byte by byte.
//
// The page is a <form data-verify> with, of these, what it wants to offer:
//
//   [name=receipt]  file, the receipt            [name=text]     textarea, the receipt pasted
//   [name=content]  file, the submitted content  [name=key]      the verifier key to trust; data-key on the form is the default
//   <template data-verify-step>                  one list item: [data-name], [data-state], [data-says] are filled in,
//                                                and the item gets data-state="holds|fails|skipped|unsupported"
//   <ol data-verify-steps>                       where the items go
//   [data-verify-result]                         the outcome in one sentence; make it role=status
//   [data-verify-fingerprint]                    SHA-256 of the key that was used
//
// Every word is an attribute of the form:
//
//   data-word-step-<id>                          name of the step
//   data-word-state-<state>                      name of the state
//   data-word-holds-<id>                         sentence when the step holds
//   data-word-reason-<reason>                    sentence when it does not; {receipt}, {entry}, {log}, ... are filled in
//   data-word-result-holds, -result-fails, -result-unsupported, -result-untrusted, -result-nothing

export type State = "holds" | "fails" | "skipped" | "unsupported";

export interface Step {
  id: string;
  state: State;
  reason: string; // "" when it holds
  values: Record<string, string>; // what the sentence may show
}

interface Receipt {
  format: string;
  number: string;
  call: string;
  title: string;
  content: string;
  received: string;
  local: string;
  zone: string;
  entry: string;
  salt: string;
  leaf: string;
  index: number;
  size: number;
  proof: string[];
  root: string;
  log: string;
  checkpoint: string;
  key: string;
}

type Outcome = Omit<Step, "id">;
type Bytes = Uint8Array<ArrayBuffer>;

const holds = (values: Record<string, string> = {}): Outcome => ({ state: "holds", reason: "", values });
const fails = (reason: string, values: Record<string, string> = {}): Outcome => ({ state: "fails", reason, values });

/**
 * Takes every step of a verification. The receipt is text, or the bytes of the file; the key is the log's verifier key
 * known from elsewhere, or "" to use the receipt's own; content is the submitted content, if it is to be checked.
 */
export async function verifyReceipt(file: string | Uint8Array, key: string, content?: Uint8Array): Promise<Step[]> {
  const check = new Check(file, key, content);
  const steps: Step[] = [];
  let stopped = false;
  for (const [id, run] of check.steps()) {
    const outcome: Outcome = stopped ? { state: "skipped", reason: "not-reached", values: {} } : await run();
    steps.push({ id, ...outcome });
    stopped ||= outcome.state === "fails";
  }
  return steps;
}

/** The SHA-256 of a verifier key's text in groups of eight digits, as the command line prints it. */
export async function fingerprint(key: string): Promise<string> {
  return hex(await sha256(utf8(key))).match(/.{8}/g)!.join(" ");
}

/** The verifier key inside a receipt, or "" when it is no receipt. */
export function keyOf(file: string | Uint8Array): string {
  return parseReceipt(file)?.key ?? "";
}

const facts: [keyof Receipt & string, string][] = [
  ["number", "number-differs"],
  ["content", "content-hash-differs"],
  ["received", "received-differs"],
  ["local", "local-differs"],
  ["zone", "zone-differs"],
  ["call", "call-differs"],
  ["title", "title-differs"],
];

class Check {
  private receipt!: Receipt;
  private leafHash!: Bytes; // of the leaf in the receipt, as the tree has it

  constructor(
    private readonly file: string | Uint8Array,
    private readonly trusted: string,
    private readonly given?: Uint8Array,
  ) {}

  steps(): [string, () => Outcome | Promise<Outcome>][] {
    return [
      ["form", () => this.form()],
      ["entry", () => this.entry()],
      ["leaf", () => this.leaf()],
      ["inclusion", () => this.inclusion()],
      ["checkpoint", () => this.checkpoint()],
      ["signature", () => this.signature()],
      ["content", () => this.content()],
    ];
  }

  private form(): Outcome {
    if (!textOf(this.file, false).startsWith('{\n  "format": "vekst-receipt-1",\n')) return fails("not-a-receipt");
    const receipt = parseReceipt(this.file);
    if (!receipt) return fails("not-as-written");
    this.receipt = receipt;
    return holds();
  }

  private entry(): Outcome {
    const detail = parseEntry(this.receipt.entry);
    if (!detail) return fails("entry-unreadable");
    for (const [name, reason] of facts) {
      const sealed = detail.get(name);
      const receipt = this.receipt[name] as string;
      if (sealed !== receipt) return fails(reason, { receipt, entry: sealed ?? "" });
    }
    return holds({ number: this.receipt.number, received: this.receipt.received, local: this.receipt.local });
  }

  private async leaf(): Promise<Outcome> {
    const r = this.receipt;
    const computed = await sha256(utf8("vekst-leaf-1\n"), fromBase64(r.salt)!, utf8(r.entry));
    const leaf = fromBase64(r.leaf)!;
    this.leafHash = await recordHash(leaf);
    if (same(computed, leaf)) return holds({ leaf: hex(leaf) });
    if (await this.leads(this.leafHash, r.size, fromBase64(r.root)!)) return fails("entry-changed");
    if (await this.leads(await recordHash(computed), r.size, fromBase64(r.root)!)) return fails("leaf-changed");
    return fails("leaf-differs");
  }

  /** Whether the receipt's proof leads from this leaf, at the receipt's index, to the root of a tree of this size. */
  private async leads(leafHash: Bytes, size: number, root: Bytes): Promise<boolean> {
    const proof = this.receipt.proof.map((hash) => fromBase64(hash)!);
    const reached = await follow(proof, leafHash, this.receipt.index, size);
    return reached !== null && same(reached, root);
  }

  private async inclusion(): Promise<Outcome> {
    const r = this.receipt;
    const root = fromBase64(r.root)!;
    const values = { index: String(r.index), size: String(r.size), root: r.root };
    if (await this.leads(this.leafHash, r.size, root)) return holds(values);
    const signed = parseCheckpoint(r.checkpoint);
    if (signed && signed.size === r.size && (await this.leads(this.leafHash, r.size, signed.root))) {
      return fails("root-changed", values);
    }
    if (signed && (await this.leads(this.leafHash, signed.size, root))) return fails("size-changed", values);
    return fails("proof-fails", values);
  }

  private checkpoint(): Outcome {
    const r = this.receipt;
    const signed = parseCheckpoint(r.checkpoint);
    if (!signed) return fails("checkpoint-unreadable");
    if (signed.origin !== r.log) return fails("origin-differs", { receipt: r.log, checkpoint: signed.origin });
    if (signed.size !== r.size) {
      return fails("size-differs", { receipt: String(r.size), checkpoint: String(signed.size) });
    }
    if (!same(signed.root, fromBase64(r.root)!)) {
      return fails("root-differs", { receipt: r.root, checkpoint: toBase64(signed.root) });
    }
    return holds({ log: r.log, size: String(r.size) });
  }

  private async signature(): Promise<Outcome> {
    const key = await parseKey(this.receipt.key);
    const signed = parseCheckpoint(this.receipt.checkpoint)!;
    const values = { log: signed.origin };
    if (!key) return fails("key-unreadable", values);
    if (this.trusted !== "" && this.trusted !== this.receipt.key) return fails("key-not-trusted", values);
    if (key.name !== signed.origin) return fails("key-of-another-log", values);
    if (signed.signer !== key.name || !same(signed.signature.slice(0, 4), key.id)) return fails("signature-missing", values);
    const valid = await verifyEd25519(key.key, signed.signature.slice(4), utf8(signed.text));
    if (valid === null) return { state: "unsupported", reason: "no-ed25519", values };
    return valid ? holds(values) : fails("signature-invalid", values);
  }

  private async content(): Promise<Outcome> {
    if (!this.given) return { state: "skipped", reason: "not-asked", values: {} };
    const file = hex(await sha256(this.given));
    const values = { file, receipt: this.receipt.content };
    return file === this.receipt.content ? holds(values) : fails("content-differs", values);
  }
}

// Reading: each thing has exactly one written form, and every other is refused.

function parseReceipt(file: string | Uint8Array): Receipt | null {
  try {
    const text = textOf(file, true).replace(/\n$/, "");
    const r = JSON.parse(text) as Receipt;
    const again: Receipt = {
      format: words(r.format), number: words(r.number), call: words(r.call), title: words(r.title),
      content: words(r.content), received: words(r.received), local: words(r.local), zone: words(r.zone),
      entry: words(r.entry), salt: hash(r.salt), leaf: hash(r.leaf), index: count(r.index), size: count(r.size),
      proof: r.proof.map(hash), root: hash(r.root), log: words(r.log), checkpoint: words(r.checkpoint), key: words(r.key),
    };
    return write(again, 2) === text ? again : null;
  } catch {
    return null;
  }
}

/** The facts of an entry by name, or null when it is not written as entries are. */
function parseEntry(text: string): Map<string, string> | null {
  try {
    const e = JSON.parse(text);
    const detail = Object.entries(e.detail as Record<string, unknown>).map(([k, v]) => [k, words(v)] as [string, string]);
    if (detail.some(([name]) => !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name))) return null;
    const again = {
      format: words(e.format), id: words(e.id), at: words(e.at), action: words(e.action), actor: words(e.actor),
      onBehalf: words(e.onBehalf), kind: words(e.kind), subject: words(e.subject), detail: Object.fromEntries(detail),
    };
    return again.format === "vekst-entry-1" && write(again, 0) === text ? new Map(detail) : null;
  } catch {
    return null;
  }
}

interface Signed {
  origin: string;
  size: number;
  root: Bytes;
  text: string; // what is signed
  signer: string;
  signature: Bytes; // four bytes of key id, 64 of signature
}

const checkpointForm = /^([^\n]+)\n(0|[1-9][0-9]{0,15})\n([A-Za-z0-9+/]{43}=)\n\n— ([^\n ]+) ([A-Za-z0-9+/]{91}=)\n$/;

function parseCheckpoint(note: string): Signed | null {
  const parts = checkpointForm.exec(note);
  if (!parts) return null;
  const [, origin, size, root, signer, signature] = parts;
  const rootBytes = fromBase64(root);
  const signatureBytes = fromBase64(signature);
  if (!rootBytes || !signatureBytes || !Number.isSafeInteger(Number(size))) return null;
  const text = note.slice(0, note.lastIndexOf("\n\n") + 1);
  return { origin, size: Number(size), root: rootBytes, text, signer, signature: signatureBytes };
}

/** A verifier key of a signed note: name+id+base64(algorithm 1, Ed25519 key). The id is a hash of name and key. */
async function parseKey(text: string): Promise<{ name: string; id: Bytes; key: Bytes } | null> {
  const parts = /^([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]{44})$/u.exec(text);
  if (!parts) return null;
  const [, name, id, encoded] = parts;
  const key = fromBase64(encoded);
  if (!key || key[0] !== 1) return null;
  const computed = (await sha256(utf8(name + "\n"), key)).slice(0, 4);
  return hex(computed) === id ? { name, id: computed, key: key.slice(1) } : null;
}

function textOf(file: string | Uint8Array, strict: boolean): string {
  if (typeof file === "string") return file;
  return new TextDecoder("utf-8", { fatal: strict, ignoreBOM: true }).decode(file);
}

function words(value: unknown): string {
  if (typeof value !== "string" || /\p{Surrogate}/u.test(value)) throw new TypeError("not text");
  return value;
}

function count(value: unknown): number {
  if (!Number.isSafeInteger(value) || (value as number) < 0) throw new TypeError("not a count");
  return value as number;
}

function hash(value: unknown): string {
  if (fromBase64(words(value))?.length !== 32) throw new TypeError("not a hash");
  return value as string;
}

/** JSON as Go writes it: the same, but for two separators of lines that Go always escapes. */
function write(value: unknown, indent: number): string {
  return JSON.stringify(value, null, indent).replace(/[\u2028\u2029]/g, (c) => (c === "\u2028" ? "\\u2028" : "\\u2029"));
}

// The tree, as RFC 6962 has it.

const recordHash = (leaf: Bytes) => sha256(Uint8Array.of(0), leaf);
const nodeHash = (left: Bytes, right: Bytes) => sha256(Uint8Array.of(1), left, right);

/** The root a proof leads to from a leaf, or null when the proof is too short or too long. */
async function follow(proof: Bytes[], leaf: Bytes, index: number, size: number): Promise<Bytes | null> {
  if (index >= size) return null;
  if (size === 1) return proof.length === 0 ? leaf : null;
  if (proof.length === 0) return null;
  let half = 1;
  while (half * 2 < size) half *= 2;
  const last = proof[proof.length - 1];
  const inner = await (index < half
    ? follow(proof.slice(0, -1), leaf, index, half)
    : follow(proof.slice(0, -1), leaf, index - half, size - half));
  if (!inner) return null;
  return index < half ? nodeHash(inner, last) : nodeHash(last, inner);
}

/** Whether the signature is good; null when this browser cannot tell. */
async function verifyEd25519(key: Bytes, signature: Bytes, message: Bytes): Promise<boolean | null> {
  let imported: CryptoKey;
  try {
    imported = await crypto.subtle.importKey("raw", key, { name: "Ed25519" }, false, ["verify"]);
  } catch (error) {
    return (error as Error).name === "DataError" ? false : null;
  }
  return crypto.subtle.verify({ name: "Ed25519" }, imported, signature, message);
}

async function sha256(...parts: Uint8Array[]): Promise<Bytes> {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return new Uint8Array(await crypto.subtle.digest("SHA-256", all));
}

const utf8 = (text: string): Bytes => new TextEncoder().encode(text) as Bytes;
const hex = (bytes: Bytes) => Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
const same = (a: Bytes, b: Bytes) => a.length === b.length && a.every((byte, i) => byte === b[i]);
const toBase64 = (bytes: Bytes) => btoa(String.fromCharCode(...bytes));

/** Null for base64 that is not in its one usual spelling. */
function fromBase64(text: string): Bytes | null {
  try {
    const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0)) as Bytes;
    return toBase64(bytes) === text ? bytes : null;
  } catch {
    return null;
  }
}

// The page.

type Form = HTMLFormElement;

function word(form: Form, name: string, values: Record<string, string> = {}): string {
  const text = form.getAttribute("data-word-" + name) ?? "";
  return text.replace(/\{([a-z]+)\}/g, (whole, key) => values[key] ?? whole);
}

function fill(item: DocumentFragment | Element, selector: string, text: string): void {
  for (const place of item.querySelectorAll(selector)) place.textContent = text;
}

function show(form: Form, steps: Step[]): void {
  const list = form.querySelector("[data-verify-steps]");
  const template = form.querySelector<HTMLTemplateElement>("template[data-verify-step]");
  if (!list || !template) return;
  list.replaceChildren(...steps.map((step) => {
    const item = template.content.firstElementChild!.cloneNode(true) as Element;
    item.setAttribute("data-state", step.state);
    fill(item, "[data-name]", word(form, "step-" + step.id));
    fill(item, "[data-state]", word(form, "state-" + step.state));
    fill(item, "[data-says]", word(form, step.reason ? "reason-" + step.reason : "holds-" + step.id, step.values));
    return item;
  }));
}

function result(steps: Step[], trusted: boolean): string {
  if (steps.some((step) => step.state === "fails")) return "result-fails";
  if (steps.some((step) => step.state === "unsupported")) return "result-unsupported";
  return trusted ? "result-holds" : "result-untrusted";
}

const field = (form: Form, name: string) =>
  form.elements.namedItem(name) as HTMLInputElement | HTMLTextAreaElement | null;

async function chosen(form: Form, name: string): Promise<Uint8Array | undefined> {
  const file = (field(form, name) as HTMLInputElement | null)?.files?.[0];
  return file && new Uint8Array(await file.arrayBuffer());
}

async function run(form: Form): Promise<void> {
  if (!globalThis.crypto?.subtle) {
    // Browsers offer cryptography only to pages that came over a safe connection.
    fill(form, "[data-verify-result]", word(form, "result-unsupported"));
    return;
  }
  const file = (await chosen(form, "receipt")) ?? field(form, "text")?.value ?? "";
  const trusted = (field(form, "key")?.value || form.dataset.key || "").trim();
  if (file.length === 0) {
    show(form, []);
    fill(form, "[data-verify-fingerprint]", "");
    fill(form, "[data-verify-result]", word(form, "result-nothing"));
    return;
  }
  const steps = await verifyReceipt(file, trusted, await chosen(form, "content"));
  const key = trusted || keyOf(file);
  show(form, steps);
  fill(form, "[data-verify-fingerprint]", key && (await fingerprint(key)));
  fill(form, "[data-verify-result]", word(form, result(steps, trusted !== "")));
}

/** Empties a file field, so that what was pasted after it counts. */
function forget(form: Form, name: string): void {
  const input = field(form, name);
  if (input) input.value = "";
}

/** Lets a receipt be dropped anywhere on the form. */
function takeDrops(form: Form): void {
  const input = field(form, "receipt") as HTMLInputElement | null;
  if (!input) return;
  form.addEventListener("dragover", (event) => event.preventDefault());
  form.addEventListener("drop", (event) => {
    if (!event.dataTransfer?.files.length || event.target === field(form, "content")) return;
    event.preventDefault();
    input.files = event.dataTransfer.files;
    void run(form);
  });
}

if (typeof document !== "undefined") {
  for (const form of document.querySelectorAll<Form>("form[data-verify]")) {
    takeDrops(form);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void run(form);
    });
    form.addEventListener("change", () => void run(form));
    field(form, "text")?.addEventListener("input", () => forget(form, "receipt"));
  }
}
