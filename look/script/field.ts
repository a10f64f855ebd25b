// The page where a resource is added on the spot. With a line or without one it is kept on the telephone first and sent
// from there, again and again until the server has it; the name it is sent under makes it arrive once. What the server
// refuses comes back to be corrected. Every word comes from the page. Without this script it is an ordinary form.

import { Heard, Waits, deliverAll, drop, keep, kept, wake } from "./spot";
import { pointsOf, takenAt } from "./exif";
import { itIs } from "./device";
import { keepPages } from "./keep";
import "./trace";

function spot(form: HTMLFormElement): void {
  const words = form.dataset as Record<string, string>;
  const person = words.person, pause = { from: 3_000, to: 20_000 }; // ms between two tries
  const one = <T extends HTMLElement>(selector: string) => document.querySelector<T>(selector)!;
  const field = (name: string) => form.elements.namedItem(name) as HTMLInputElement;
  const said = one("[data-said]"), waits = one("[data-waits]"), list = one("[data-list]"), photo = field("photo");
  const preview = one<HTMLCanvasElement>("[data-preview]"), where = one("[data-where-said]"), useTaken = one<HTMLButtonElement>("[data-taken]");
  let current = newKey(), old: Waits | undefined, isSending = false, timer = 0, tries = 0;

  // --- what is typed -------------------------------------------------------------------------------------------------

  function complain(name: string, sentence: string): void {
    const input = field(name), id = input.id + "-e", around = input.closest("div")!;
    let p = document.getElementById(id);
    if (sentence === "") {
      p?.remove();
      around.classList.remove("v-bad");
      input.removeAttribute("aria-invalid");
      return;
    }
    if (!p) {
      p = document.createElement("p");
      p.className = "ds-validation-message";
      p.id = id;
      around.append(p);
    }
    p.textContent = sentence;
    around.classList.add("v-bad");
    input.setAttribute("aria-invalid", "true");
    input.setAttribute("aria-describedby", [id, input.id + "-h"].filter(i => document.getElementById(i)).join(" "));
    if (input.closest("details")) input.closest("details")!.open = true;
  }

  const fields = ["photo", "place", "shape", "kind", "name", "text", "caption", "author", "licence", "anyway"];

  function show(complaints: { Field: string; Sentence: string }[]): void {
    for (const name of fields) complain(name, complaints.filter(c => c.Field === name).map(c => c.Sentence).join(" "));
    one("[data-anyway]").hidden = !complaints.some(c => c.Field === "anyway") && !field("anyway").checked;
    const first = fields.find(name => complaints.some(c => c.Field === name));
    if (first) field(first).focus();
  }

  // wrong finds what the telephone can see: whoever is on the spot should not learn it in the evening.
  async function wrong(): Promise<{ Field: string; Sentence: string }[]> {
    const all = [];
    if (field("kind").value === "") all.push({ Field: "kind", Sentence: words.wordsNoneKind });
    if (field("name").value.trim().length < 3) all.push({ Field: "name", Sentence: words.wordsNoneName });
    const place = field("place").value.trim(), numbers = place.match(/\d+(?:[.,]\d+)?/g) ?? [];
    if (place !== "" && numbers.length !== 2 && numbers.length !== 6) all.push({ Field: "place", Sentence: words.wordsPlace });
    const sentence = await wrongPhoto(photo.files?.[0]);
    if (sentence !== "") all.push({ Field: "photo", Sentence: sentence });
    return all;
  }

  async function wrongPhoto(file: File | undefined): Promise<string> {
    if (!file) return "";
    const most = Number(photo.dataset.most), mb = 1 << 20;
    if (file.size > most) return fill(words.wordsLarge, { size: String(Math.ceil(file.size / mb)), limit: String(most / mb) });
    const b = new Uint8Array(await file.slice(0, 16).arrayBuffer()), begins = String.fromCharCode(...b);
    if (begins.slice(4, 8) === "ftyp") return words.wordsHeic;
    const isPhoto = begins.startsWith("\xff\xd8\xff") || begins.startsWith("\x89PNG") || begins.startsWith("RIFF") && begins.slice(8, 12) === "WEBP";
    if (!isPhoto) return words.wordsType;
    return await pointsOf(file) > Number(photo.dataset.mostPoints) ? words.wordsPoints : "";
  }

  // The button that chooses is ours, in the language of the page; the browser's own has its own language.
  const chooses = document.createElement("label"), called = document.createElement("span"), around = document.createElement("div");
  chooses.htmlFor = photo.id;
  chooses.className = "ds-button";
  chooses.dataset.variant = "secondary";
  chooses.textContent = words.wordsChoose;
  around.className = "v-chosen";
  around.append(chooses, called);
  photo.classList.add("ds-sr-only");
  photo.closest(".ds-field")!.after(around);

  photo.addEventListener("change", () => { void chosen(photo.files?.[0]); });

  async function chosen(file: Blob | undefined): Promise<void> {
    preview.hidden = useTaken.hidden = true;
    called.textContent = photo.files?.[0]?.name ?? old?.photoName ?? "";
    complain("photo", photo.files?.[0] ? await wrongPhoto(photo.files[0]) : "");
    if (!file) return;
    const small = await createImageBitmap(file, { resizeWidth: 320, resizeQuality: "low" }).catch(() => null);
    if (small) {
      [preview.width, preview.height] = [small.width, small.height];
      preview.getContext("2d")!.drawImage(small, 0, 0);
      preview.hidden = false;
    }
    const at = await takenAt(file);
    if (!at) return;
    const place = at.map(d => d.toFixed(6)).join(", ");
    where.textContent = fill(words.wordsTaken, { place });
    useTaken.hidden = false;
    useTaken.onclick = () => { put(place, ""); useTaken.hidden = true; where.textContent = ""; };
  }

  function put(place: string, accuracy: string): void {
    field("place").value = place;
    field("accuracy").value = accuracy;
    field("place").dispatchEvent(new Event("change", { bubbles: true })); // the board shows it
    complain("place", "");
  }
  field("place").addEventListener("input", () => { field("accuracy").value = ""; });

  form.addEventListener("input", e => { // what was complained about is being mended
    const name = (e.target as HTMLInputElement).name;
    if (fields.includes(name) && name !== "photo") complain(name, "");
  });

  if ("geolocation" in navigator) one("[data-position]").hidden = false;
  one("[data-where]").addEventListener("click", () => {
    where.textContent = words.wordsSearching;
    navigator.geolocation.getCurrentPosition(p => {
      put(p.coords.latitude.toFixed(6) + ", " + p.coords.longitude.toFixed(6), String(p.coords.accuracy));
      where.textContent = fill(words.wordsFound, { n: String(Math.ceil(p.coords.accuracy)) });
    }, problem => { where.textContent = problem.code === problem.PERMISSION_DENIED ? words.wordsDenied : words.wordsNowhere; },
    { enableHighAccuracy: true, timeout: 30_000, maximumAge: 10_000 });
  });

  // --- keeping -------------------------------------------------------------------------------------------------------

  form.addEventListener("submit", e => {
    e.preventDefault();
    void save();
  });

  async function save(): Promise<void> {
    const complaints = await wrong();
    show(complaints);
    if (complaints.length > 0) return;
    const values: Record<string, string> = { asked: "1", person };
    for (const [name, value] of new FormData(form)) if (typeof value === "string" && name !== "key") values[name] = value;
    const file = photo.files?.[0];
    const w: Waits = { person, key: current, at: old?.at ?? Date.now(), where: form.action, values, photo: file ?? old?.photo, photoName: file?.name ?? old?.photoName };
    try {
      await keep(w);
    } catch {
      say(words.wordsFull, "danger");
      return;
    }
    say(fill(words.wordsKept, { name: values.name }));
    clear();
    await refresh();
    void send();
    askToBeWoken().catch(() => undefined);
  }

  function clear(): void {
    form.reset();
    for (const name of ["place", "shape", "name", "text", "accuracy", "caption"]) field(name).value = "";
    field("as").value = "point";
    field("kind").value = "";
    field("anyway").checked = false;
    form.querySelector<HTMLInputElement>("input[name=kept]")?.remove();
    old = undefined;
    current = newKey();
    preview.hidden = useTaken.hidden = true;
    where.textContent = called.textContent = "";
    show([]);
  }

  // correct brings what was refused back into the form.
  function correct(w: Waits): void {
    clear();
    say("");
    [old, current] = [w, w.key];
    for (const name of [...fields, "as", "accuracy"]) {
      if (name === "photo") continue;
      if (name === "anyway") field(name).checked = w.values[name] === "1";
      else if (w.values[name] !== undefined) field(name).value = w.values[name];
    }
    field("shape").dispatchEvent(new Event("input", { bubbles: true })); // the board draws it
    void chosen(w.photo);
    show(w.complaints ?? []);
  }

  function say(sentence: string, color = "", link?: [string, string]): void {
    said.textContent = sentence;
    said.className = color ? "ds-alert v-measure v-gap-s" : "v-gap-s v-measure";
    if (color) said.dataset.color = color; else delete said.dataset.color;
    if (!link) return;
    const a = document.createElement("a");
    [a.textContent, a.href] = link;
    said.append(" ", a);
  }

  // --- what waits ----------------------------------------------------------------------------------------------------

  async function refresh(): Promise<Waits[]> {
    const all = await kept(person).catch(() => []);
    waits.hidden = all.length === 0;
    list.replaceChildren(...all.map(row));
    return all;
  }

  function row(w: Waits): HTMLElement {
    const li = document.createElement("li"), p = document.createElement("p"), state = document.createElement("p"), act = document.createElement("div");
    li.dataset.key = w.key;
    p.className = "v-ink";
    p.textContent = w.values.name;
    state.className = "v-small";
    state.textContent = w.said ? words.wordsRefused + ": " + w.said : words.wordsWaiting;
    act.className = "v-act";
    if (w.said) act.append(button(words.wordsCorrect, w.values.name, () => correct(w)));
    const remove = button(words.wordsDrop, w.values.name, () => {
      if (remove.dataset.sure === undefined) {
        remove.dataset.sure = "";
        remove.textContent = words.wordsSure;
        return;
      }
      void drop(w).then(() => { say(fill(words.wordsDropped, { name: w.values.name })); return refresh(); });
    });
    act.append(remove);
    li.append(p, state, act);
    return li;
  }

  function button(label: string, of: string, act: () => void): HTMLButtonElement {
    const b = document.createElement("button"), hidden = document.createElement("span");
    b.type = "button";
    b.className = "ds-button";
    b.dataset.variant = "tertiary";
    b.dataset.size = "sm";
    hidden.className = "ds-sr-only";
    hidden.textContent = ": " + of;
    b.append(label, hidden);
    b.addEventListener("click", act);
    return b;
  }

  // --- sending -------------------------------------------------------------------------------------------------------

  // send sends what waits, and tries again later what could not be sent.
  async function send(): Promise<void> {
    clearTimeout(timer);
    if (isSending) return;
    isSending = true;
    const isDone = await deliverAll(person, tell).catch(() => false);
    isSending = false;
    await refresh(); // the worker may have sent some
    if (isDone) { tries = 0; return; }
    timer = window.setTimeout(() => { void send(); }, Math.min(pause.to, pause.from * 2 ** tries++));
  }

  async function tell(w: Waits, h: Heard): Promise<void> {
    if (h.is === "there") say(fill(words.wordsSent, { name: w.values.name }), "success", [words.wordsOpen, h.see!]);
    else if (h.is === "refused") say(words.wordsRefused + ": " + w.values.name, "warning");
    else if (h.is === "signin") say(words.wordsSignin, "warning", [words.wordsSigninLink, "/sign-in?next=" + encodeURIComponent(location.pathname)]);
    else if (h.sentence) say(h.sentence, "warning");
    await refresh();
  }

  // askToBeWoken lets a browser that can send what waits when no page is open.
  async function askToBeWoken(): Promise<void> {
    const worker = await navigator.serviceWorker?.ready as ServiceWorkerRegistration & { sync?: { register: (name: string) => Promise<void> } };
    await worker?.sync?.register(wake);
  }

  one("[data-send]").addEventListener("click", () => { tries = 0; void send(); });
  window.addEventListener("online", () => { tries = 0; void send(); });
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") void send(); });
  window.addEventListener("load", () => { void itIs(person).catch(() => undefined); keepPages(one("[data-keep]")).catch(() => { /* the browser forbids it */ }); });
  void refresh().then(send);
}

const newKey = (): string => Array.from(crypto.getRandomValues(new Uint8Array(16)), b => b.toString(16).padStart(2, "0")).join("");

function fill(sentence: string, values: Record<string, string>): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}

const form = document.querySelector<HTMLFormElement>("form[data-field-form]");
if (form) spot(form);
