// Sends files in parts (tus 1.0), two at a time, and goes on where a cut line, a closed page or a server that was away stopped
// them. Every word comes from the page. Without this script a file is an ordinary form.

interface Answer { status: number; header: (name: string) => string; body: string }
interface Refused { sentence: string; complaints?: { Field: string; Sentence: string }[] }

// Sending is a file on its way: its row on the page, where it is sent, and how much the server has.
interface Sending { file: File; row: HTMLElement; field: Field; state: string; where: string; offset: number; tries: number; timer: number; request?: XMLHttpRequest }
interface Field { root: HTMLElement; refresh: () => Promise<void>; say: (sentence: string) => void }

const part = 4 << 20; // bytes of one request
const atOnce = 2;
const standstill = 30_000; // ms without a byte moving, after which a line is dead
const longest = 30_000; // ms between two tries

const all: Sending[] = [];
const template = document.getElementById("file-sending") as HTMLTemplateElement | null;
const words = (template?.dataset ?? {}) as Record<string, string>;

export function files(root: HTMLElement): void {
  const status = root.querySelector<HTMLElement>("[data-files-said]"), rows = root.querySelector<HTMLElement>("[data-sending]");
  if (!template || !status || !rows) return;
  const list = () => root.querySelector<HTMLElement>("[data-file-list]")!;
  let look = 0, pause = 2000;

  const field: Field = { root, say: sentence => { status.textContent = sentence; }, refresh };

  // prepare makes the list, as the server wrote it, one that sends what is chosen at once.
  function prepare(): void {
    const input = list().querySelector<HTMLInputElement>("input[type=file]");
    if (input) {
      input.multiple = input.dataset.many !== undefined;
      input.parentElement!.querySelector("button")!.hidden = true;
      const label = input.parentElement!.querySelector("label")!; // stands for the button, whose words are the browser's
      label.className = "ds-button";
      label.dataset.variant = "secondary";
      label.textContent = input.multiple ? words.chooseMany : words.choose;
      const of = document.createElement("span");
      of.className = "ds-sr-only";
      of.textContent = ": " + (root.querySelector("legend")?.textContent ?? "");
      label.append(of);
      input.classList.add("ds-sr-only");
    }
    clearTimeout(look);
    if (list().dataset.waiting === undefined) { pause = 2000; return; }
    if (pause < 120_000) look = window.setTimeout(() => { pause *= 1.6; void refresh(); }, pause);
  }

  // refresh takes the list of files anew from the server, and nothing else of the page.
  async function refresh(): Promise<void> {
    const answer = await fetch(location.pathname + location.search, { headers: { Accept: "text/html" } });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById(list().id), had = list().contains(document.activeElement);
    if (!fresh) return;
    for (const s of all) fresh.querySelector(`[data-coming="${s.where}"]`)?.remove();
    list().replaceWith(fresh);
    const complaint = root.querySelector<HTMLElement>("[data-complaint]"), now = page.querySelector<HTMLElement>(`[data-complaint="${root.id}"]`);
    if (complaint && now?.hidden) { complaint.hidden = true; root.classList.remove("v-bad"); }
    if (had) (list().querySelector<HTMLElement>("input[type=file]") ?? root).focus();
    prepare();
  }

  root.addEventListener("change", e => {
    const input = e.target as HTMLInputElement;
    if (input.type !== "file" || !input.files) return;
    for (const file of Array.from(input.files)) take(field, rows, file);
    input.value = "";
  });
  root.addEventListener("dragover", e => e.preventDefault());
  root.addEventListener("drop", e => {
    e.preventDefault();
    if (list().querySelector("input[type=file]")) for (const file of Array.from(e.dataTransfer?.files ?? [])) take(field, rows, file);
  });
  // Removing leaves the page as it is, so that what is being sent goes on.
  root.addEventListener("click", e => {
    const button = (e.target as HTMLElement).closest<HTMLButtonElement>("button[form=remove-file]");
    if (!button) return;
    e.preventDefault();
    button.disabled = true;
    fetch(button.formAction, { method: "POST", headers: { Accept: "application/json" } }).then(async answer => {
      if (!answer.ok) throw new Error(sentenceOf(await answer.text()));
      await refresh();
      (list().querySelector<HTMLElement>("input[type=file]") ?? root).focus();
    }).catch((problem: Error) => { button.disabled = false; field.say(problem.message || words.failed); });
  });
  prepare();
}

// --- one file ----------------------------------------------------------------------------------------------------------

function take(field: Field, rows: HTMLElement, file: File): void {
  const row = (template!.content.cloneNode(true) as DocumentFragment).querySelector<HTMLElement>("li")!;
  row.querySelectorAll("[data-name]").forEach(e => { e.textContent = (e.classList.contains("ds-sr-only") ? " " : "") + file.name; });
  row.querySelector("[data-ending]")!.textContent = ending(file.name).toUpperCase().slice(0, 4);
  row.querySelector("[data-progress]")!.setAttribute("aria-label", file.name);
  const s: Sending = { file, row, field, state: "queued", where: "", offset: 0, tries: 0, timer: 0 };
  row.querySelector("[data-pause]")!.addEventListener("click", () => s.state === "paused" ? queue(s) : stop(s));
  row.querySelector("[data-give-up]")!.addEventListener("click", () => giveUp(s));
  rows.hidden = false;
  rows.append(row);
  all.push(s);
  const { most = "0", types = "" } = field.root.dataset;
  if (!types.split(",").includes("." + ending(file.name)))
    return bad(s, fill(words.type, { name: file.name, types: types.replace(/\./g, "").replace(/,/g, ", ").toUpperCase() }));
  if (file.size > Number(most))
    return bad(s, fill(words.large, { name: file.name, size: size(file.size), limit: Math.floor(Number(most) / (1 << 20)) + "\u00a0MB" }));
  queue(s);
}

function queue(s: Sending): void {
  show(s, "queued", words.queued);
  next();
}

// next begins as many as may be on their way at once.
function next(): void {
  for (const s of all) {
    if (all.filter(each => each.state === "sending").length >= atOnce) return;
    if (s.state === "queued") void send(s);
  }
}

// send sends a file from where it has come to, to its end.
async function send(s: Sending): Promise<void> {
  show(s, "sending", amount(s, s.offset));
  try {
    if (!await found(s)) return;
    for (;;) {
      const body = s.file.slice(s.offset, s.offset + part);
      const answer = await ask(s, "PATCH", s.where, { "Upload-Offset": String(s.offset), "Content-Type": "application/offset+octet-stream" }, body);
      if (s.state !== "sending") return;
      const offset = answer.header("Upload-Offset");
      if (offset === "" || answer.status !== 204 && answer.status !== 409) { heard(s, answer); return; }
      s.offset = Number(offset);
      s.tries = 0;
      show(s, "sending", amount(s, s.offset));
      if (answer.status === 204 && s.offset >= s.file.size) { await done(s); return; }
    }
  } catch {
    if (s.state === "sending") wait(s);
  }
}

// found finds out where to send a file and how much has come. One that was begun before is known again by the server.
async function found(s: Sending): Promise<boolean> {
  let answer: Answer | undefined;
  if (s.where !== "") answer = await ask(s, "HEAD", s.where, {});
  if (!answer || answer.status === 404) {
    const metadata = `filename ${base64(s.file.name)},modified ${base64(String(s.file.lastModified))}`;
    answer = await ask(s, "POST", s.field.root.dataset.files!, { "Upload-Length": String(s.file.size), "Upload-Metadata": metadata });
    if (answer.status === 201) {
      s.where = answer.header("Location");
      s.field.root.querySelector(`[data-coming="${s.where}"]`)?.remove();
      if (s.tries === 0) s.field.say(fill(words.begun, { name: s.file.name }));
    }
  }
  if (s.state !== "sending") return false;
  if (answer.status !== 200 && answer.status !== 201) { heard(s, answer); return false; }
  s.offset = Number(answer.header("Upload-Offset"));
  return true;
}

// ask makes a request; it fails when the line is cut or nothing moves any more. XMLHttpRequest, since fetch cannot tell how
// much of a body is gone.
function ask(s: Sending, method: string, where: string, headers: Record<string, string>, body?: Blob): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const x = new XMLHttpRequest();
    let timer = 0;
    const alive = (ms: number) => { clearTimeout(timer); timer = window.setTimeout(() => x.abort(), ms); };
    x.open(method, where);
    x.setRequestHeader("Tus-Resumable", "1.0.0");
    x.setRequestHeader("Accept", "application/json");
    for (const name of Object.keys(headers)) x.setRequestHeader(name, headers[name]);
    x.upload.onprogress = e => {
      alive(standstill);
      show(s, s.state, amount(s, s.offset + e.loaded));
    };
    x.upload.onload = () => {
      alive(6 * standstill);
      if (body && s.offset + body.size >= s.file.size) show(s, s.state, words.checking);
    };
    x.onload = () => { clearTimeout(timer); resolve({ status: x.status, header: name => x.getResponseHeader(name) ?? "", body: x.responseText }); };
    x.onerror = x.onabort = () => { clearTimeout(timer); reject(new Error(method)); };
    s.request = x;
    alive(standstill);
    x.send(body ?? null);
  });
}

// heard acts on an answer that is no progress.
function heard(s: Sending, answer: Answer): void {
  if (answer.status === 401) {
    show(s, "waiting", words.signin, words.signinLink);
    s.timer = window.setTimeout(() => queue(s), 5000);
  } else if (answer.status >= 500 || answer.status === 429 || answer.body === "") wait(s);
  else {
    bad(s, sentenceOf(answer.body));
    s.where = ""; // the server has forgotten it
  }
  next();
}

function wait(s: Sending): void {
  s.tries++;
  if (s.tries === 1) s.field.say(words.waits);
  show(s, "waiting", words.waits);
  s.timer = window.setTimeout(() => queue(s), Math.min(longest, 500 * 2 ** s.tries) * (0.75 + Math.random() / 2));
  next();
}

function bad(s: Sending, sentence: string): void {
  show(s, "bad", sentence);
  s.row.querySelector("[data-drop]")!.textContent = words.remove;
  s.field.say(sentence);
}

function stop(s: Sending): void {
  clearTimeout(s.timer);
  show(s, "paused", words.paused);
  s.request?.abort();
  next();
}

function giveUp(s: Sending): void {
  const wasBad = s.state === "bad";
  stop(s);
  forget(s);
  if (s.where !== "") void fetch(s.where, { method: "DELETE", headers: { "Tus-Resumable": "1.0.0", Accept: "application/json" } }).catch(() => undefined);
  s.field.say(wasBad ? "" : fill(words.givenUp, { name: s.file.name }));
  (s.field.root.querySelector<HTMLElement>("input[type=file]") ?? s.field.root).focus();
}

function forget(s: Sending): void {
  all.splice(all.indexOf(s), 1);
  const rows = s.row.parentElement;
  s.row.remove();
  if (rows && rows.children.length === 0) rows.hidden = true;
}

async function done(s: Sending): Promise<void> {
  s.state = "done";
  next();
  await s.field.refresh().catch(() => undefined);
  forget(s);
  s.field.say(fill(words.done, { name: s.file.name }));
}

// --- what is shown -----------------------------------------------------------------------------------------------------

function show(s: Sending, state: string, sentence: string, link?: string): void {
  s.state = s.row.dataset.state = state;
  const said = s.row.querySelector<HTMLElement>("[data-said]")!, word = s.row.querySelector<HTMLElement>("[data-word]")!;
  if (said.textContent !== sentence) said.textContent = sentence;
  const label = state === "paused" ? words.resume : words.pause;
  if (word.textContent !== label) word.textContent = label;
  if (!link) return;
  const a = document.createElement("a");
  a.href = "/sign-in?next=" + encodeURIComponent(location.pathname);
  a.target = "_blank";
  a.rel = "noopener";
  a.textContent = link;
  said.append(" ", a);
}

function amount(s: Sending, come: number): string {
  come = Math.min(come, s.file.size);
  s.row.querySelector<HTMLProgressElement>("[data-progress]")!.value = 1000 * come / Math.max(1, s.file.size);
  return fill(words.amount, { percent: String(Math.floor(100 * come / Math.max(1, s.file.size))), come: size(come), size: size(s.file.size) });
}

function fill(sentence: string, values: Record<string, string>): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}

// size writes a size as the server does: in kB or MB, rounded up.
function size(n: number): string {
  const isEnglish = document.documentElement.lang === "en";
  const grouped = (whole: number) => String(whole).replace(/\B(?=(\d{3})+(?!\d))/g, isEnglish ? "," : "\u00a0");
  if (n < 1_000_000) return grouped(Math.ceil(n / 1000)) + "\u00a0kB";
  const tenths = Math.ceil(n / 100_000);
  return grouped(Math.floor(tenths / 10)) + (tenths % 10 ? (isEnglish ? "." : ",") + tenths % 10 : "") + "\u00a0MB";
}

function ending(name: string): string { return (/\.([^.]*)$/.exec(name)?.[1] ?? "").toLowerCase(); }

function base64(s: string): string {
  return btoa(Array.from(new TextEncoder().encode(s), b => String.fromCharCode(b)).join(""));
}

function sentenceOf(body: string): string {
  try {
    const r = JSON.parse(body) as Refused;
    return r.complaints?.map(c => c.Sentence).join(" ") || r.sentence || words.failed;
  } catch { return words.failed; }
}

// --- the page around ---------------------------------------------------------------------------------------------------

const onTheWay = () => all.filter(s => ["queued", "sending", "waiting"].includes(s.state));

function again(): void {
  for (const s of all) if (s.state === "waiting") { clearTimeout(s.timer); queue(s); }
}
window.addEventListener("online", again);
document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") again(); });
window.addEventListener("beforeunload", e => { if (onTheWay().length > 0) e.preventDefault(); });
