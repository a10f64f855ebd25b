// What every map of ours can do.
import type { Points, Way } from "./map-drawing";

// View is what is seen: its middle in degrees of longitude and Mercator's degrees of latitude, and how many pixels a degree is.
export interface View { x: number; y: number; px: number }

export interface Place { code: string; name: string; region: string; value: string; rank: string; shade: string; link: string }

export interface Board {
  view(): View;
  show(v: View, smooth: boolean): void;
  whole(smooth: boolean): void;
  pick(code: string | null, move: boolean): void;
  points(p: Points): void;
  leave(): void;
}

// Events are what somebody did on a map.
export interface Events {
  place(code: string): void;
  heap(count: number, x: number, y: number): void; // where it lies, as a View has it
  point(x: number, y: number): void; // in hundred-thousandths of a degree
  moved(): void;
}

export interface Says { nothing(): void; place(code: string): void; heap(count: number): void; point(x: number, y: number): void }

// up is a latitude as Mercator stretches it, in degrees; down is its reverse.
export const up = (lat: number) => (Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) * 180) / Math.PI;
export const down = (y: number) => (Math.atan(Math.exp((y * Math.PI) / 180)) * 360) / Math.PI - 90;

// all unpacks what the server sent in steps.
export function all(p: Points): { kind: number; class: string; x: number; y: number }[] {
  return p.kinds.flatMap((k, kind) => {
    const at = [];
    for (let i = 0, x = 0, y = 0; i < k.p.length; i += 2) at.push({ kind, class: k.c, x: (x += k.p[i]), y: (y += k.p[i + 1]) });
    return at;
  });
}

// linesOf unpacks the lines of a path or an area, in degrees.
export function linesOf(w: Way, unit: number): [number, number][][] {
  return w.l.map(steps => {
    const line: [number, number][] = [];
    for (let i = 0, x = 0, y = 0; i < steps.length; i += 2) line.push([(x += steps[i]) / unit, (y += steps[i + 1]) / unit]);
    return line;
  });
}
