// Counts an index once more with other weights, as grants/targeting/move.go does on the server, to the last bit: the same
// sums in the same order, and its logarithm and exponential, not the machine's.

export interface Node { code: string; weight: number; children?: number[]; by?: string; indicator: number }
export interface Unit { code: string; name: string; place: number }
export interface Index { present: number; from: string; number: number; nodes: Node[]; groups: number[]; units: Unit[]; values: (number | null)[][] }
export interface Outcome { values: number[]; places: number[]; chosen: number[] }

const ln2High = 6.93147180369123816490e-01, ln2Low = 1.90821492927058770002e-10;
const odd = Array.from({ length: 12 }, (_, i) => 1 / (25 - 2 * i));
const factorials: number[] = [];
for (let i = 0, product = 1; i < 16; i++) { product *= i + 1; factorials.unshift(1 / product); }

function halves(x: number): [number, number] {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, x);
  const high = view.getUint32(0), power = (high >>> 20) & 0x7ff;
  if (power === 0) { const [m, k] = halves(x * 2 ** 54); return [m, k - 54]; }
  view.setUint32(0, (high & 0x800fffff) | (1022 << 20));
  return [view.getFloat64(0), power - 1022];
}

export function logarithm(x: number): number {
  let [m, k] = halves(x);
  if (m < Math.SQRT2 / 2) { m *= 2; k -= 1; }
  const s = (m - 1) / (m + 1), square = s * s;
  let tail = 0;
  for (const o of odd) tail = square * (tail + o);
  return k * ln2High + (2 * s + (2 * s * tail + k * ln2Low));
}

export function exponential(x: number): number {
  const k = Math.floor(x * Math.LOG2E + 0.5), r = (x - k * ln2High) - k * ln2Low;
  let tail = 0;
  for (const f of factorials) tail = r * (tail + f);
  return (1 + tail) * 2 ** k;
}

// move is the outcome of weights, by node; undefined where they cannot be counted.
export function move(x: Index, weights: number[]): Outcome | undefined {
  const w = weights.slice(), values: number[][] = x.nodes.map(n => n.indicator < 0 ? [] : x.values[n.indicator].map(v => v ?? NaN));
  const complete = x.values.every(c => c.every(v => v !== null));
  for (const g of x.groups) {
    const parts = x.nodes[g].children!.filter(c => w[c] > 0), by = x.nodes[g].by!;
    if (!parts.length) {
      w[g] = 0;
      values[g] = x.units.map(() => NaN);
      continue;
    }
    if (by === "copeland") {
      values[g] = copeland(x, values, parts, w);
      continue;
    }
    if (by !== "arithmetic" && parts.some(c => values[c].some(v => v <= 0))) return undefined;
    const turned = parts.map(c => by === "arithmetic" ? values[c] : values[c].map(v => !(v > 0) ? NaN : by === "geometric" ? logarithm(v) : 1 / v));
    values[g] = x.units.map((_, u) => back(by, mean(x, turned, parts, w, u, complete)));
  }
  const index = values[x.groups[x.groups.length - 1]], places = ranked(index, x.from), chosen = ordered(places).filter(u => places[u] > 0 && places[u] <= x.number);
  return { values: index, places, chosen };
}

// mean is the weighted mean of what is there of one unit; too little of it gives nothing.
function mean(x: Index, turned: number[][], parts: number[], w: number[], u: number, complete: boolean): number {
  let total = 0, there = 0, out = 0;
  parts.forEach((c, k) => {
    if (complete || !Number.isNaN(turned[k][u])) { total += w[c]; there++; }
  });
  if (!complete && (total === 0 || there < x.present * parts.length - 1e-9)) return NaN;
  parts.forEach((c, k) => {
    if (complete || !Number.isNaN(turned[k][u])) out += (w[c] / total) * turned[k][u];
  });
  return out;
}

function back(by: string, v: number): number {
  if (Number.isNaN(v)) return v;
  return by === "geometric" ? exponential(v) : by === "harmonic" ? 1 / v : v;
}

function copeland(x: Index, values: number[][], parts: number[], w: number[]): number[] {
  const out = x.units.map((_, u) => {
    const there = parts.filter(c => !Number.isNaN(values[c][u])).length;
    return there === 0 || there < x.present * parts.length - 1e-9 ? NaN : 0;
  });
  for (let u = 0; u < out.length; u++) for (let v = u + 1; v < out.length && !Number.isNaN(out[u]); v++) {
    if (Number.isNaN(out[v])) continue;
    let forU = 0, forV = 0;
    for (const c of parts) {
      if (values[c][u] > values[c][v]) forU += w[c];
      else if (values[c][v] > values[c][u]) forV += w[c];
    }
    out[u] += Math.sign(forU - forV);
    out[v] -= Math.sign(forU - forV);
  }
  return out;
}

// ranked are places from an end; equal values share the smallest, and what is missing has place 0.
function ranked(values: number[], from: string): number[] {
  const order = values.map((_, u) => u).filter(u => !Number.isNaN(values[u]));
  order.sort((a, b) => (from === "highest" ? values[b] - values[a] : values[a] - values[b]) || a - b);
  const places = values.map(() => 0);
  order.forEach((u, at) => { places[u] = at > 0 && values[u] === values[order[at - 1]] ? places[order[at - 1]] : at + 1; });
  return places;
}

function ordered(places: number[]): number[] {
  return places.map((_, u) => u).sort((a, b) => (places[a] || places.length + 1) - (places[b] || places.length + 1) || a - b);
}
