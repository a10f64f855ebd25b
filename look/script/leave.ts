// Signing out on a computer others use too: what Vekst keeps on the device of this person goes. When something of it is
// not on the server yet that is said first, and it is sent if there is a line.

import { forget, itIs, sendKept, waiting, whoIs } from "./device";
import { count, forgetAll } from "./spot";

/** Makes a form that signs out leave nothing behind on the device. */
export function leave(form: HTMLFormElement): void {
  let isSure = false;
  form.addEventListener("submit", e => {
    e.preventDefault();
    void (async () => {
      const person = await whoIs().catch(() => "");
      const left = person === "" ? 0 : await unsent(person);
      if (left > 0 && !isSure) {
        isSure = true;
        ask(form, left);
        return;
      }
      const answer = await fetch(form.action, { method: "POST" }).catch(() => null);
      if (!answer?.ok) { form.submit(); return; } // the browser says why
      await empty(person).catch(() => undefined);
      location.assign(answer.redirected ? answer.url : "/");
    })();
  });
}

async function unsent(person: string): Promise<number> {
  const onTheSpot = await count(person).catch(() => 0);
  try {
    return onTheSpot + ((await waiting(person)).length === 0 ? 0 : await sendKept(person, () => false));
  } catch {
    return onTheSpot; // the device keeps nothing
  }
}

// ask says what would be lost, and lets the same button do it.
function ask(form: HTMLFormElement, left: number): void {
  const p = document.createElement("p");
  p.className = "ds-validation-message v-mb";
  p.setAttribute("role", "alert");
  p.textContent = (left === 1 ? form.dataset.wordsLeftOne! : form.dataset.wordsLeft!).replace("{n}", String(left));
  form.prepend(p);
  const button = form.querySelector("button");
  if (button) button.textContent = form.dataset.wordsAnyway!;
}

async function empty(person: string): Promise<void> {
  for (const name of await caches.keys()) if (name.startsWith("vekst-pages-")) await caches.delete(name);
  if (person !== "") await Promise.all([forget(person), forgetAll(person).catch(() => undefined)]);
  await itIs("");
}
