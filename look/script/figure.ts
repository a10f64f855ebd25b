// Shows what is computed on the page of a form as one types; flow.ts computes it. What is computed from other pages comes
// with every save.
import { arrived } from "./draft";
import { typedIn } from "./budget";
import { Node, Page, Row, figureOf, reckon, rounded } from "./flow";
import { amount, decimal } from "./number";
import { totals } from "./sums";

export function figures(form: HTMLFormElement): void {
  const all = Array.from(form.querySelectorAll<HTMLElement>("[data-figure]"));
  if (all.length === 0) return;
  const page = pageOf(form);
  const refresh = () => all.forEach(e => show(form, e, page));

  let isDue = false;
  function soon(): void {
    if (isDue) return;
    isDue = true;
    queueMicrotask(() => { isDue = false; refresh(); });
  }
  form.addEventListener("input", soon);
  form.addEventListener(arrived, soon);
  form.querySelectorAll("[data-rows]").forEach(rows => new MutationObserver(soon).observe(rows, { childList: true }));
  new MutationObserver(soon).observe(form, { subtree: true, attributeFilter: ["data-formula", "hidden"] });
  refresh();
}

function show(form: HTMLFormElement, e: HTMLElement, page: Page): void {
  if (!e.dataset.formula) return;
  const exact = reckon(JSON.parse(e.dataset.formula) as Node, page), decimals = Number(e.dataset.decimals);
  const n = exact && rounded(exact, decimals);
  let says = e.dataset.yet!;
  if (n !== undefined) says = e.dataset.currency ? amount(form, n, e.dataset.currency) : `${decimal(form, n, decimals)} ${e.dataset.unit!}`.trim();
  if (e.textContent !== says) e.textContent = says;
}

function pageOf(form: HTMLFormElement): Page {
  const box = (id: string) => form.querySelector<HTMLElement>(`[data-field="${id}"]`);
  return {
    hidden: field => box(field)?.hidden ?? false,
    value: path => (form.elements.namedItem(path) as HTMLInputElement | null)?.value ?? "",
    rows: table => Array.from(form.querySelectorAll<HTMLElement>(`[data-table="${table}"] [data-row]`)).map(rowOf).filter(r => Object.values(r).some(v => v.trim() !== "")),
    budget: (part, key) => budgetFigure(form.querySelector<HTMLElement>("[data-budget]"), part, key),
  };
}

function rowOf(row: HTMLElement): Row {
  const cells: Row = {};
  row.querySelectorAll<HTMLInputElement>("input[name], select[name], textarea[name]").forEach(e => {
    const parts = e.name.split("/");
    if (parts.length === 3 && e.type !== "hidden" && !e.hidden) cells[parts[2]] = e.type === "checkbox" && !e.checked ? "" : e.value;
  });
  return cells;
}

function budgetFigure(box: HTMLElement | null, part: string, key: string): bigint | undefined {
  if (!box) return undefined;
  const { plan, lines, typed } = typedIn(box), isBegun = lines.some(l => Object.values(l).some(v => v.trim() !== ""));
  return figureOf(totals(plan, lines, typed), plan.way === "entered" ? typed.grant ?? "" : undefined, isBegun, part, key);
}
