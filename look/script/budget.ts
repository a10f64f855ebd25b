// The sums of a budget on its page, as they are typed: by line, heading, partner, activity and source, and the rules they
// must keep. What is typed in is sheet.ts's business, what is saved draft.ts's.
import { arrived } from "./draft";
import { amount } from "./number";
import { totals, Line, Plan, Totals } from "./sums";

const cell = (row: HTMLElement, column: string) => row.querySelector<HTMLInputElement>(`[name$="/${column}"]`);

// typedIn is a budget as it stands on its page.
export function typedIn(box: HTMLElement): { plan: Plan; lines: Line[]; typed: Record<string, string> } {
  const [lines, typed] = saidIn(box, box.dataset.columns!.split(" "));
  return { plan: JSON.parse(box.dataset.plan!) as Plan, lines, typed };
}

function saidIn(box: HTMLElement, columns: string[]): [Line[], Record<string, string>] {
  const rows = Array.from(box.querySelector("[data-rows]")!.children as HTMLCollectionOf<HTMLElement>);
  const typed: Record<string, string> = {};
  box.querySelectorAll<HTMLInputElement>("input").forEach(e => {
    const parts = e.name.split("/");
    if (parts.length === 2) typed[parts[1]] = e.value;
  });
  return [rows.map(row => Object.fromEntries(columns.map(c => [c, cell(row, c)?.value ?? ""]))), typed];
}

export function budget(box: HTMLElement): void {
  const form = box.closest("form")!, rows = box.querySelector<HTMLElement>("[data-rows]")!;
  const plan = JSON.parse(box.dataset.plan!) as Plan;
  const columns = box.dataset.columns!.split(" ");
  const currency = box.dataset.currency!;
  const write = (cents: bigint) => amount(form, cents, currency);

  function refresh(): void {
    const t = totals(plan, ...saidIn(box, columns));
    Array.from(rows.children as HTMLCollectionOf<HTMLElement>).forEach((row, i) => {
      const out = row.querySelector<HTMLElement>("[data-amount]");
      if (out) say(out, t.lines[i]);
      fixed(row);
    });
    document.querySelectorAll<HTMLElement>("[data-sum]").forEach(e => say(e, find(t, e.dataset.sum!)));
    document.querySelectorAll<HTMLElement>("[data-part]").forEach(e => { e.hidden = find(t, e.dataset.part!) === 0n; });
    rules(t);
    const strip = plan.max > 0 && t.grant > 0n ? t.grant * 1000n / BigInt(plan.max) : 0n;
    document.querySelectorAll("[data-strip]").forEach(e => e.setAttribute("width", String(strip > 1000n ? 1000n : strip)));
  }

  function say(e: HTMLElement, cents: bigint): void {
    const text = write(cents);
    if (e.textContent !== text) e.textContent = text;
  }

  // find is the sum with a name: total, grant, or a side and a part of it.
  function find(t: Totals, name: string): bigint {
    const at = name.indexOf(":"), id = name.slice(at + 1);
    switch (at < 0 ? name : name.slice(0, at)) {
      case "total": return t.total;
      case "grant": return t.grant;
      case "heading": return t.heading.get(id) ?? 0n;
      case "partner": return t.partner.get(id) ?? 0n;
      case "activity": return t.activity.get(id) ?? 0n;
    }
    return id === "grant" ? t.grant : id === "?" ? t.uncovered : t.funding.get(id) ?? 0n;
  }

  // fixed shows, where nothing is typed, what the call fixes for the heading of a line.
  function fixed(row: HTMLElement): void {
    const h = plan.headings.find(h => h.id === cell(row, "heading")?.value);
    const isFixed = h?.kind === "unit" || h?.kind === "lump";
    const price = cell(row, plan.priced ? "price" : "amount"), quantity = cell(row, "quantity");
    if (price) price.placeholder = isFixed ? write(BigInt(h.price)) : "";
    if (quantity) quantity.placeholder = h?.kind === "lump" ? "1" : "";
  }

  function rules(t: Totals): void {
    const met = (name: string, is: boolean) => document.querySelector<HTMLElement>(`[data-rule="${name}"]`)?.setAttribute("data-ok", String(is));
    met("inside", t.grant >= BigInt(plan.min) && t.grant <= BigInt(plan.max));
    met("rate", t.grant <= t.most);
    met("in_kind", t.inKind <= t.mostInKind);
    for (const h of plan.headings.filter(h => h.ceiling > 0)) {
      const base = h.ceilingOf.length > 0 ? h.ceilingOf.reduce((all, of) => all + (t.heading.get(of) ?? 0n), 0n) : t.total;
      met(`ceiling:${h.id}`, (t.heading.get(h.id) ?? 0n) <= base * BigInt(h.ceiling) / 10_000n);
    }
  }

  // soon adds up once, however many cells a script changes at a time.
  let isDue = false;
  function soon(): void {
    if (isDue) return;
    isDue = true;
    queueMicrotask(() => { isDue = false; refresh(); });
  }

  form.addEventListener("input", soon);
  form.addEventListener(arrived, soon);
  new MutationObserver(soon).observe(rows, { childList: true });
  refresh();
}
