// The sliders of a published index: the weights are moved, the first are counted anew at once, and the address keeps the
// weights. Nothing is sent anywhere. Without this script the form is counted by the server.
import { type Index, move } from "./move";

function percent(l: string, share: number): string {
  const n = Math.round(share * 10000) / 100;
  return l === "en" ? `${n}%` : `${String(n).replace(".", ",")}\u00a0%`;
}

function sliders(form: HTMLFormElement): void {
  const all = [...form.querySelectorAll<HTMLInputElement>("input[type=range]")], { lang = "en", link = "" } = form.dataset;
  const says = form.querySelector<HTMLElement>("[data-says]")!, ten = form.querySelector<HTMLElement>("[data-ten]")!;
  let index: Promise<Index> | undefined;
  const load = (): Promise<Index> => index ??= fetch(form.dataset.moves!).then(r => {
    if (!r.ok) throw new Error(String(r.status));
    return r.json() as Promise<Index>;
  }).catch(e => { index = undefined; throw e; });

  const shares = (): void => {
    const totals = new Map<string, number>();
    for (const s of all) totals.set(s.dataset.of!, (totals.get(s.dataset.of!) ?? 0) + Number(s.value));
    for (const s of all) {
      const total = totals.get(s.dataset.of!)!, share = percent(lang, total > 0 ? Number(s.value) / total : 0);
      form.querySelector<HTMLOutputElement>(`output[for="${s.id}"]`)!.value = share;
      s.setAttribute("aria-valuetext", share);
    }
  };
  const address = (): void => {
    const at = new URL(location.href);
    for (const s of all) s.value === s.dataset.official ? at.searchParams.delete(s.name) : at.searchParams.set(s.name, s.value);
    history.replaceState(history.state, "", at);
  };
  const show = (x: Index): void => {
    const byName = new Map(all.map(s => [s.name, Number(s.value)]));
    const outcome = move(x, x.nodes.map(n => byName.get(`w.${n.code}`) ?? n.weight));
    const chosen = outcome?.chosen ?? [], published = x.units.filter(u => u.place > 0 && u.place <= x.number).length;
    const kept = chosen.filter(u => x.units[u].place > 0 && x.units[u].place <= x.number).length;
    says.textContent = !outcome ? form.dataset.fault! : !chosen.length ? form.dataset.zero!
      : kept === published && chosen.length === published ? form.dataset.same! : form.dataset.kept!.replace("{n}", String(kept)).replace("{of}", String(published));
    ten.replaceChildren(...chosen.map(u => {
      const unit = x.units[u], row = document.createElement("li"), a = document.createElement("a"), isNew = unit.place === 0 || unit.place > x.number;
      a.href = link + unit.code;
      a.textContent = unit.name;
      row.append(a);
      if (isNew) {
        const was = document.createElement("small");
        was.textContent = form.dataset.place!.replace("{place}", unit.place ? String(unit.place) : "–");
        row.className = "v-new";
        row.append(" ", was);
      }
      return row;
    }));
  };
  const moved = (s?: HTMLInputElement): void => {
    if (s) s.value = String(Math.round(Number(s.value) / Number(s.max) * 200) / 200 * Number(s.max));
    shares();
    address();
    void load().then(show, () => form.submit());
  };
  form.addEventListener("input", e => moved(e.target as HTMLInputElement));
  form.addEventListener("submit", e => { e.preventDefault(); moved(); });
  form.querySelector("[data-reset]")!.addEventListener("click", e => {
    e.preventDefault();
    for (const s of all) s.value = s.dataset.official!;
    moved();
  });
  for (const event of ["pointerdown", "focusin"]) form.addEventListener(event, () => void load().catch(() => undefined), { once: true });
  shares();
}

document.querySelectorAll<HTMLFormElement>("form[data-moves]").forEach(sliders);
