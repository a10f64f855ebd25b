// The builder of an index, and the rule by which municipalities are chosen: while something is typed or chosen, what would come
// of it is counted by the server and shown beside the form, with what is wrong beside each field, and a list of complaints above
// the form grows shorter. Nothing is kept by that; the builder keeps itself (live.ts).

function complain(form: HTMLFormElement, fresh: Document): void {
  form.querySelectorAll<HTMLElement>(".ds-field").forEach(field => {
    const input = field.querySelector<HTMLElement>("input[id], select[id], textarea[id]"), other = input && fresh.getElementById(input.id);
    if (!input || !other) return;
    const now = field.querySelector(".ds-validation-message"), next = other.closest(".ds-field")?.querySelector(".ds-validation-message");
    field.classList.toggle("v-bad", !!next);
    for (const name of ["aria-invalid", "aria-describedby"]) {
      const value = other.getAttribute(name);
      value === null ? input.removeAttribute(name) : input.setAttribute(name, value);
    }
    if (now && next) now.textContent = next.textContent;
    else if (next) field.append(document.importNode(next, true));
    else now?.remove();
  });
}

function follow(form: HTMLFormElement): void {
  let timer = 0, latest = 0;
  const look = async (): Promise<void> => {
    const mine = ++latest, body = new URLSearchParams(new FormData(form) as unknown as Record<string, string>);
    const answer = await fetch(form.dataset.preview!, { method: "POST", body, credentials: "same-origin" });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html"), part = document.getElementById("preview-now"), fresh = page.getElementById("preview-now");
    if (mine !== latest || !part || !fresh) return;
    const open = [...part.querySelectorAll("details")].map(d => d.open);
    part.replaceChildren(...fresh.childNodes);
    part.querySelectorAll("details").forEach((d, i) => { d.open = open[i] ?? false; });
    complain(form, page);
    const list = document.querySelector(".ds-error-summary"), still = page.querySelector(".ds-error-summary");
    still ? list?.replaceChildren(...still.childNodes) : list?.remove();
  };
  for (const event of ["input", "change"]) form.addEventListener(event, () => {
    clearTimeout(timer);
    timer = window.setTimeout(() => void look().catch(() => undefined), 300);
  });
}

document.querySelectorAll<HTMLFormElement>("form[data-preview]").forEach(follow);
