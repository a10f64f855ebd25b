// Computes what nobody types, exactly as the server does (grants/call/reckon.go): fractions of whole numbers, rounded once. A
// test there runs both on the same pages.
import { cents, Totals } from "./sums";

/** A term, as the page gives it. Answers and rows are read from the page; what stands elsewhere is a number already. */
export interface Node {
  op: string;
  path?: string; part?: string; key?: string;
  decimals?: number; money?: boolean;
  must?: boolean; // it must be answered, so that nothing is not known, and not none
  n?: string; d?: string;
  of?: Node[];
}

export type Row = Record<string, string>;

/** What is on the page, as typed. */
export interface Page {
  hidden(field: string): boolean;
  value(path: string): string;
  rows(table: string): Row[]; // those with anything in them
  budget(part: string, key: string): bigint | undefined; // cents
}

/** A fraction whose denominator is above nothing. */
export type Exact = [bigint, bigint];

const nothing: Exact = [0n, 1n];
const power = (decimals: number) => 10n ** BigInt(decimals);

export function reckon(node: Node, page: Page, row?: Row): Exact | undefined {
  const of = node.of ?? [], path = node.path ?? "";
  switch (node.op) {
    case "is": return [BigInt(node.n!), BigInt(node.d!)];
    case "unknown": return undefined;
    case "cell": return read(node, row![node.part!] ?? "");
    case "answer": return page.hidden(path) ? nothing : read(node, page.value(node.part ? `${path}/${node.part}` : path));
    case "count": return page.hidden(path) ? nothing : [BigInt(page.rows(path).length), 1n];
    case "sum": return sum(node, page);
    case "budget": {
      if (page.hidden(path)) return nothing;
      const c = page.budget(node.part!, node.key ?? "");
      return c === undefined ? undefined : [c, 100n];
    }
    case "round": {
      if (page.hidden(path)) return nothing;
      const exact = reckon(of[0], page), n = exact && rounded(exact, node.decimals ?? 0);
      return n === undefined ? undefined : [n, power(node.decimals ?? 0)];
    }
  }
  const a = reckon(of[0], page, row), b = reckon(of[1], page, row);
  return a && b && operate(node.op, a, b);
}

function operate(op: string, [a, c]: Exact, [b, d]: Exact): Exact | undefined {
  switch (op) {
    case "+": return [a * d + b * c, c * d];
    case "-": return [a * d - b * c, c * d];
    case "*": return [a * b, c * d];
  }
  if (b === 0n) return undefined;
  return b < 0n ? [-a * d, -b * c] : [a * d, b * c];
}

function sum(node: Node, page: Page): Exact | undefined {
  if (page.hidden(node.path!)) return nothing;
  const rows = page.rows(node.path!);
  if (rows.length === 0) return node.must ? undefined : nothing;
  let all: Exact | undefined = nothing;
  for (const row of rows) {
    const one = reckon(node.of![0], page, row);
    all = all && one && operate("+", all, one);
  }
  return all;
}

// read is what was typed as a number; none where nothing was and need not be.
function read(node: Node, typed: string): Exact | undefined {
  if (typed.trim() === "") return node.must ? undefined : nothing;
  const n = node.money ? cents(typed) : units(typed, node.decimals ?? 0);
  return n === undefined ? undefined : [n, power(node.decimals ?? 0)];
}

// units reads a number in units of the last of some decimals.
export function units(typed: string, decimals: number): bigint | undefined {
  const s = typed.trim().replace(/[ \u00a0\u202f\u2009]/g, "").replace(/,/g, ".").replace(/−/g, "-");
  const found = /^(-?)(\d+)(?:\.(\d+))?$/.exec(s), fraction = found?.[3] ?? "";
  if (!found || fraction.length > decimals || found[2].replace(/^0+/, "").length > 12) return undefined;
  const n = BigInt(found[2] + fraction.padEnd(decimals, "0"));
  return found[1] ? -n : n;
}

// figureOf is a sum of a budget by its name; not known while the budget is empty, or a grant that is entered is not.
export function figureOf(t: Totals, entered: string | undefined, isBegun: boolean, part: string, key: string): bigint | undefined {
  if (!isBegun || (part === "grant" && entered !== undefined && cents(entered) === undefined)) return undefined;
  switch (part) {
    case "total": return t.total;
    case "grant": return t.grant;
    case "own": return t.own;
    case "in_kind": return t.inKind;
    case "by": return t.heading.get(key) ?? 0n;
  }
  return t.funding.get(key) ?? 0n;
}

const greatest = 999_999_999_999n;

// rounded is the nearest number of units, and of two as near the one farther from nothing; undefined when it is too large.
export function rounded([n, d]: Exact, decimals: number): bigint | undefined {
  const above = n < 0n ? -n : n;
  const r = (above * power(decimals) * 2n + d) / (2n * d);
  return r > greatest * power(decimals) ? undefined : n < 0n ? -r : r;
}
