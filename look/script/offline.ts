// The worker that keeps the pages of drafts on this device, so that they can be opened again, read and written without a
// line: in a village, in a car, after the browser was closed or the battery died. It keeps pages by person, and shows
// them only to whoever the server last said is signed in here. What is written in them waits elsewhere (device.ts).

import { itIs, whoIs } from "./device";
import { deliverAll, wake } from "./spot";

declare const self: ServiceWorkerGlobalScope;

const files = "vekst-files", pagesOf = (person: string) => `vekst-pages-${person}`;
const fallback = "/applications/without-a-line";
const patience = 6_000; // ms to wait for the server where the page is kept
const mostFiles = 80;

// What is kept: the list of drafts, the tasks of one, its sections; where resources are added on the spot.
const isKept = (path: string) => path === "/applications" || /^\/municipalities\/[^/]+\/resources\/here$/.test(path) || /^\/applications\/[0-9a-f-]{36}(\/sections\/[^/]+)?$/.test(path);

self.addEventListener("install", () => { void self.skipWaiting(); });
self.addEventListener("activate", e => { e.waitUntil(self.clients.claim()); });

self.addEventListener("fetch", e => {
  const url = new URL(e.request.url);
  if (e.request.method !== "GET" || url.origin !== self.location.origin) return;
  if (url.pathname.startsWith("/assets/")) e.respondWith(file(e.request));
  else if (e.request.mode === "navigate") e.respondWith(page(e.request, url));
});

// Files never change at their address.
async function file(request: Request): Promise<Response> {
  const kept = await caches.match(request, { cacheName: files });
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) (await caches.open(files)).put(request, answer.clone()).catch(() => undefined);
  return answer;
}

async function page(request: Request, url: URL): Promise<Response> {
  const kept = isKept(url.pathname) ? await find(url.pathname) : undefined;
  const asked = fetch(request).then(answer => heard(answer, url));
  try {
    return await (kept ? Promise.race([asked, late()]) : asked);
  } catch (error) {
    asked.catch(() => undefined);
    if (kept) return kept;
    const nothing = url.pathname.startsWith("/applications") ? await find(fallback) : undefined;
    if (nothing) return nothing;
    throw error;
  }
}

const late = () => new Promise<never>((_, reject) => { setTimeout(() => reject(new Error("the server is slow")), patience); });

async function find(path: string): Promise<Response | undefined> {
  const person = await whoIs().catch(() => "");
  if (person === "") return undefined;
  return (await caches.open(pagesOf(person))).match(path);
}

// heard learns from an answer who is signed in, and keeps the page. Whoever signs in after somebody else finds nothing of
// theirs; where nobody is signed in any more, nothing is shown without a line.
async function heard(answer: Response, url: URL): Promise<Response> {
  if (answer.type === "opaqueredirect" || !(answer.headers.get("Content-Type") ?? "").startsWith("text/html")) return answer;
  const person = answer.headers.get("X-Vekst-Person") ?? "";
  if (answer.status < 500) await becomes(person).catch(() => undefined);
  if (answer.ok && person !== "" && isKept(url.pathname) && url.search === "") await put(person, url.pathname, answer.clone()).catch(() => undefined);
  return answer;
}

async function becomes(person: string): Promise<void> {
  if (await whoIs() === person) return;
  await itIs(person);
  if (person === "") return;
  for (const name of await caches.keys()) if (name.startsWith(pagesOf("")) && name !== pagesOf(person)) await caches.delete(name);
}

const put = async (person: string, path: string, answer: Response) => (await caches.open(pagesOf(person))).put(path, answer);

// A page of a draft asks for all of it to be kept, with the files it needs.
self.addEventListener("message", e => {
  const { pages, needs } = e.data as { pages: string[]; needs: string[] };
  e.waitUntil(keep(pages ?? [], needs ?? []));
});

async function keep(pages: string[], needs: string[]): Promise<void> {
  for (const url of needs) await file(new Request(url)).catch(() => undefined);
  for (const path of [...pages, fallback]) {
    const answer = await fetch(path, { headers: { Accept: "text/html" } }).catch(() => null);
    const person = answer?.headers.get("X-Vekst-Person");
    if (!answer?.ok || !person || answer.redirected) continue;
    await becomes(person).catch(() => undefined);
    await put(person, path, answer).catch(() => undefined);
  }
  const all = await caches.open(files);
  const old = (await all.keys()).slice(0, -mostFiles);
  for (const request of old) await all.delete(request);
}

// There is a line again, and maybe no page open: what was written on the spot is sent. What fails is tried again by the browser.
self.addEventListener("sync" as "message", e => {
  if ((e as unknown as { tag: string }).tag === wake) e.waitUntil(sendSpot());
});

async function sendSpot(): Promise<void> {
  const person = await whoIs();
  if (person !== "" && !await deliverAll(person, () => undefined)) throw new Error("not everything is sent");
}
