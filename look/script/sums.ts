// Adds up a budget exactly as the server does (grants/call/budget.go): whole cents, each rounding in one place. A test there
// runs both on the same budgets.

// Plan is what the call says about its budget, as the page gives it.
export interface Plan {
  priced: boolean;
  way: string; // how the grant is found
  rate: number; // of the grant, basis points
  min: number; max: number; // of the grant, cents
  inKind: number; // of the co-financing, basis points
  headings: Heading[];
  funding: { id: string; inKind: boolean }[];
  partners: string[] | null; // the rows lines may name, besides "" for the applicant
  activities: string[] | null;
  part?: string; // on a partner's page, its row: the lines there are its own
  others?: Line[]; // and the lines of all others
}

export interface Heading { id: string; kind: string; price: number; share: number; of: string[]; ceiling: number; ceilingOf: string[] }

export type Line = Record<string, string>; // by column, as typed

export interface Totals {
  lines: bigint[];
  total: bigint; grant: bigint; own: bigint; most: bigint; inKind: bigint; mostInKind: bigint; uncovered: bigint;
  heading: Map<string, bigint>; partner: Map<string, bigint>; activity: Map<string, bigint>; funding: Map<string, bigint>;
}

const greatest = 999_999_999_999n; // cents of one amount
const unsaid = "?"; // the key of what belongs nowhere
const share = (cents: bigint, basisPoints: number) => cents * BigInt(basisPoints) / 10_000n;
const add = (m: Map<string, bigint>, key: string, n: bigint) => m.set(key, (m.get(key) ?? 0n) + n);
const sum = (all: Iterable<bigint>) => { let s = 0n; for (const n of all) s += n; return s; };

export function totals(plan: Plan, here: Line[], typed: Record<string, string>): Totals {
  const lines = [...here.map(l => plan.part === undefined ? l : { ...l, partner: plan.part }), ...plan.others ?? []];
  const byID = new Map(plan.headings.map(h => [h.id, h]));
  const amounts = lines.map(l => amountOf(plan, l, byID.get(l.heading ?? "")));
  const heading = new Map<string, bigint>();
  lines.forEach((l, i) => add(heading, byID.has(l.heading ?? "") && byID.get(l.heading)!.kind !== "flat" ? l.heading : unsaid, amounts[i]));
  const flats = plan.headings.filter(h => h.kind === "flat").map(h => ({ h, amount: share(sum(h.of.map(of => heading.get(of) ?? 0n)), h.share) }));
  for (const f of flats) heading.set(f.h.id, f.amount);
  const total = sum(amounts) + sum(flats.map(f => f.amount));
  const split = (keys: string[], column: string) => {
    const at = (l: Line) => keys.includes(l[column] ?? "") ? keys.indexOf(l[column] ?? "") : keys.length - 1;
    const parts = keys.map(() => 0n);
    lines.forEach((l, i) => { parts[at(l)] += amounts[i]; });
    for (const f of flats) {
      const weights = keys.map(() => 0n);
      lines.forEach((l, i) => { if (f.h.of.includes(l.heading ?? "")) weights[at(l)] += amounts[i]; });
      apportion(f.amount, weights).forEach((part, i) => { parts[i] += part; });
    }
    return new Map(keys.map((k, i) => [k, parts[i]]));
  };
  const funding = new Map(plan.funding.map(s => [s.id, cents(typed[s.id] ?? "") ?? 0n]));
  const own = sum(funding.values()), most = share(total, plan.rate);
  const grant = plan.way === "rate" ? most : plan.way === "rest" ? total - own : cents(typed.grant ?? "") ?? 0n;
  const rest = total - grant;
  return {
    lines: amounts, total, grant, own, most, heading, funding, uncovered: rest - own,
    partner: plan.partners ? split(["", ...plan.partners, unsaid], "partner") : new Map(),
    activity: plan.activities ? split([...plan.activities, unsaid], "activity") : new Map(),
    inKind: sum(plan.funding.filter(s => s.inKind).map(s => funding.get(s.id)!)), mostInKind: share(rest > 0n ? rest : 0n, plan.inKind),
  };
}

function amountOf(plan: Plan, l: Line, h: Heading | undefined): bigint {
  if (h?.kind === "flat") return 0n;
  if (h?.kind === "lump") return BigInt(h.price);
  if (!plan.priced) return cents(l.amount ?? "") ?? 0n;
  const quantity = hundredths(l.quantity ?? ""), price = h?.kind === "unit" ? BigInt(h.price) : cents(l.price ?? "");
  if (quantity === undefined || price === undefined) return 0n;
  const product = quantity * price;
  return product / 100n > greatest ? 0n : (product + 50n) / 100n;
}

// apportion shares an amount by weights to the cent: the cents left over go to the largest remainders, earlier first.
export function apportion(amount: bigint, weights: bigint[]): bigint[] {
  const all = sum(weights);
  if (all === 0n) return weights.map((_, i) => i === 0 ? amount : 0n);
  const parts = weights.map(w => amount * w / all), remainders = weights.map(w => amount * w % all);
  const order = weights.map((_, i) => i).sort((a, b) => remainders[a] > remainders[b] ? -1 : remainders[a] < remainders[b] ? 1 : a - b);
  for (let i = 0; BigInt(i) < amount - sum(weights.map(w => amount * w / all)); i++) parts[order[i]]++;
  return parts;
}

// cents reads an amount as the server does (value/money); undefined where it is not one amount of at least nothing.
export function cents(typed: string): bigint | undefined {
  let s = typed.trim();
  for (const unit of ["€", "EUR", "eur", "kr.", "kr", "NOK", "nok", "евро", "евра"]) {
    if (s.startsWith(unit)) s = s.slice(unit.length);
    if (s.endsWith(unit)) s = s.slice(0, -unit.length);
    s = s.trim();
  }
  s = s.replace(/^[-−](?=0*[.,]?0*$)/, ""); // minus nothing is nothing
  const parts = apart(s.replace(/[ \u00a0\u202f\u2009'’]/g, ""));
  if (!parts || /[^0]/.test(parts[1].slice(2))) return undefined;
  const digits = (parts[0] + (parts[1] + "00").slice(0, 2)).replace(/^0+/, "");
  return digits.length > 12 ? undefined : BigInt(digits || "0");
}

// apart separates whole and decimal digits and checks that thousands are grouped by three.
function apart(s: string): [string, string] | undefined {
  const point = s.lastIndexOf("."), comma = s.lastIndexOf(","), at = Math.max(point, comma);
  if (at < 0) return checked(s, "");
  const mark = s[at], once = s.split(mark).length === 2, both = point >= 0 && comma >= 0;
  if (!both && once && s.length - at === 4 && at > 0 && s.slice(0, at) !== "0") return undefined; // 12.500 is two amounts
  if (!once) return both ? undefined : grouped(s, "", mark);
  return grouped(s.slice(0, at), s.slice(at + 1), mark === "." ? "," : ".");
}

function grouped(whole: string, fraction: string, mark: string): [string, string] | undefined {
  const parts = whole.split(mark);
  if (parts.length > 1 && (parts[0] === "" || parts[0].length > 3 || parts.slice(1).some(p => p.length !== 3))) return undefined;
  return checked(parts.join(""), fraction);
}

function checked(whole: string, fraction: string): [string, string] | undefined {
  return /^\d+$/.test(whole + fraction) ? [whole, fraction] : undefined;
}

// hundredths reads a quantity with at most two decimals.
export function hundredths(typed: string): bigint | undefined {
  const s = typed.trim().replace(/[ \u00a0\u202f\u2009]/g, "").replace(/,/g, ".");
  const found = /^(\d+)(?:\.(\d{1,2}))?$/.exec(s);
  if (!found || found[1].replace(/^0+/, "").length > 12) return undefined;
  return BigInt(found[1] + ((found[2] ?? "") + "00").slice(0, 2));
}
