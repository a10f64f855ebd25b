// Paths and areas as people write them, as grants/resource/trace.go has it: a position a line, latitude first, an empty line
// between stretches. And how long and how large they are.

export type At = [lat: number, lon: number];

/** The stretches of a text, or the number of the first line that cannot be read. */
export function read(text: string): At[][] | number {
  const all: At[][] = [[]];
  for (const [i, line] of text.split("\n").entries()) {
    const last = all[all.length - 1];
    if (line.trim() === "") {
      if (last.length > 0) all.push([]);
      continue;
    }
    const at = position(line);
    if (!at) return i + 1;
    last.push(at);
  }
  if (all.length > 1 && all[all.length - 1].length === 0) all.pop();
  return all;
}

/** A position of two numbers; the server understands more. */
export function position(line: string): At | null {
  const found = line.replace(/−/g, "-").match(/-?\d+(?:[.,]\d+)?/g)?.map(n => Number(n.replace(",", ".")));
  if (found?.length !== 2 || /[SWЮ°]/i.test(line) || Math.abs(found[0]) > 90 || Math.abs(found[1]) > 180) return null;
  return [found[0], found[1]];
}

export const spelled = ([lat, lon]: At): string => `${+lat.toFixed(6)}, ${+lon.toFixed(6)}`;

export const write = (parts: At[][]): string => parts.map(p => p.map(at => spelled(at) + "\n").join("")).join("\n");

/** The lines of a file of a GPS receiver or of GeoJSON, written as people would; null where there are none. */
export function ofFile(text: string): { text: string; isArea: boolean } | null {
  try {
    return text.trimStart().startsWith("<") ? ofReceiver(text) : ofFeatures(JSON.parse(text));
  } catch {
    return null;
  }
}

function ofReceiver(text: string): { text: string; isArea: boolean } | null {
  const doc = new DOMParser().parseFromString(text, "application/xml");
  if (doc.documentElement.localName !== "gpx" || doc.querySelector("parsererror")) return null;
  const at = (e: Element): At => [Number(e.getAttribute("lat")), Number(e.getAttribute("lon"))];
  for (const [line, point] of [["trkseg", "trkpt"], ["rte", "rtept"], ["gpx", "wpt"]]) {
    const parts = [...doc.getElementsByTagName(line)].map(l => [...l.getElementsByTagName(point)].map(at)).filter(l => l.length > 1);
    if (parts.length > 0) return { text: write(parts), isArea: false };
  }
  return null;
}

function ofFeatures(json: any): { text: string; isArea: boolean } | null { // what a file may be is not known before
  const shapes: any[] = (json.features ?? [json]).map((f: any) => f.geometry ?? f);
  const lines: number[][][] = [], rings: number[][][] = [];
  for (const g of shapes) {
    if (g.type === "LineString") lines.push(g.coordinates);
    if (g.type === "MultiLineString") lines.push(...g.coordinates);
    if (g.type === "Polygon") rings.push(...g.coordinates);
    if (g.type === "MultiPolygon") rings.push(...g.coordinates.flat());
  }
  const isArea = rings.length > 0, all = isArea ? rings : lines;
  if (all.length === 0) return null;
  return { text: write(all.map(l => (isArea ? l.slice(0, -1) : l).map(([lon, lat]): At => [lat, lon]))), isArea };
}

const rad = Math.PI / 180, radius = 6371008.8;

export function metres([lat1, lon1]: At, [lat2, lon2]: At): number {
  const up = Math.sin(((lat2 - lat1) * rad) / 2), across = Math.sin(((lon2 - lon1) * rad) / 2);
  return 2 * radius * Math.asin(Math.min(1, Math.sqrt(up * up + Math.cos(lat1 * rad) * Math.cos(lat2 * rad) * across * across)));
}

export const long = (parts: At[][]): number => parts.reduce((sum, p) => sum + p.slice(1).reduce((s, at, i) => s + metres(p[i], at), 0), 0);

/** Square metres of outlines, those within others taken off. */
export function large(rings: At[][]): number {
  return rings.reduce((sum, r, i) => {
    const depth = rings.filter((o, k) => k !== i && r.length > 0 && holds(o, r[0])).length;
    return sum + (depth % 2 ? -1 : 1) * Math.abs(spherical(r));
  }, 0);
}

function spherical(ring: At[]): number {
  return ring.reduce((sum, [lat, lon], i) => {
    const [nextLat, nextLon] = ring[(i + 1) % ring.length];
    return sum + (((nextLon - lon) * rad) * (Math.sin(lat * rad) + Math.sin(nextLat * rad))) / 2;
  }, 0) * radius * radius;
}

function holds(ring: At[], [y, x]: At): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [yi, xi] = ring[i], [yj, xj] = ring[j];
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
  }
  return inside;
}

/** Where two steps of an outline cross, as the numbers of the positions they leave; null where none do. */
export function crossing(ring: At[]): [number, number] | null {
  const n = ring.length;
  if (n > 400) return null; // the server tells
  for (let i = 0; i < n; i++) {
    for (let k = i + 2; k < n; k++) {
      if (i === 0 && k === n - 1) continue;
      if (cross(ring[i], ring[(i + 1) % n], ring[k], ring[(k + 1) % n])) return [i + 1, k + 1];
    }
  }
  return null;
}

function cross(a: At, b: At, c: At, d: At): boolean {
  const side = (p: At, q: At, r: At) => Math.sign((q[1] - p[1]) * (r[0] - p[0]) - (q[0] - p[0]) * (r[1] - p[1]));
  return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
}
