// Asks the worker (offline.ts) to keep all pages of the draft that is open, once in a while.

const again = 10 * 60_000; // ms

/** Keeps the pages named by the element, with the files this page uses. */
export async function keepPages(named: HTMLElement): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  const pages = (named.dataset.keep ?? "").split(" ").filter(Boolean);
  if (!navigator.serviceWorker.controller) await navigator.serviceWorker.register("/offline.js", { scope: "/" });
  const worker = (await navigator.serviceWorker.ready).active;
  const last = Number(sessionStorage.getItem("vekst:kept:" + pages[0]) ?? 0), now = Date.now();
  if (now >= last && now - last < again) return;
  sessionStorage.setItem("vekst:kept:" + pages[0], String(now));
  worker?.postMessage({ pages, needs: needs(named) });
}

// needs are the files of this page, fonts included, and those that only other pages of the draft use.
function needs(named: HTMLElement): string[] {
  const others = (named.dataset.keepFiles ?? "").split(" ").filter(Boolean).map(path => new URL(path, location.href).href);
  const linked = Array.from(document.querySelectorAll<HTMLElement>("script[src], link[href]")).map(e => (e as HTMLScriptElement).src || (e as HTMLLinkElement).href);
  const loaded = performance.getEntriesByType("resource").map(e => e.name);
  return [...new Set([...linked, ...others, ...loaded])].filter(url => new URL(url).pathname.startsWith("/assets/"));
}
