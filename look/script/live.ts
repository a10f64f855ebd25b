// A form that saves itself when one leaves a part of it that was changed. It is sent as it would be by its button, and of
// the page that comes back only the parts marked data-live are taken, so that nothing moves under the hands of whoever is
// writing. What cannot be saved stays as typed; the button then says why.

// A click is lost when the page moves between pressing and letting go, so that parts wait until nothing is pressed.
let pressed = Promise.resolve();
document.addEventListener("pointerdown", () => {
  pressed = new Promise(letGo => {
    for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, () => setTimeout(letGo), { once: true });
  });
});

// still does something to the page, and keeps what one points at, or else writes in, where it is in the window.
function still(within: HTMLElement, change: () => void): void {
  const held = Array.from(within.querySelectorAll<HTMLElement>(":hover")).pop() ?? document.activeElement;
  const before = held?.getBoundingClientRect().top ?? 0;
  change();
  if (held?.isConnected) window.scrollBy({ top: held.getBoundingClientRect().top - before, behavior: "instant" });
}

export function live(form: HTMLFormElement): void {
  let changed = false;
  let busy = Promise.resolve();
  form.addEventListener("input", () => { changed = true; });
  form.addEventListener("change", event => { if ((event.target as HTMLInputElement).type === "radio") save(); });
  // Whoever presses a button of the form saves by it, and the page must not move between pressing and letting go.
  form.addEventListener("focusout", event => { if (!(event.relatedTarget instanceof HTMLButtonElement)) save(); });
  form.addEventListener("submit", () => { changed = false; });

  function save(): void {
    if (!changed) return;
    changed = false;
    busy = busy.then(send).catch(() => { changed = true; });
  }

  async function send(): Promise<void> {
    const body = new URLSearchParams(new FormData(form) as unknown as Record<string, string>);
    const answer = await fetch(form.action, { method: "POST", body, credentials: "same-origin", keepalive: body.toString().length < 60_000 });
    if (!answer.ok && answer.status !== 422) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    await pressed;
    still(form, () => form.querySelectorAll<HTMLElement>("[data-live]").forEach(part => {
      const fresh = page.getElementById(part.id);
      if (fresh && fresh.innerHTML !== part.innerHTML) part.replaceChildren(...fresh.childNodes);
    }));
  }
}
