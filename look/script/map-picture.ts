// The map as a PNG that can stand by itself: title, what is seen, legend, source and licence.
import type { View } from "./map-board";

const [wide, margin, twice] = [1200, 40, 2];

export async function picture(box: HTMLElement, v: View, frame: HTMLElement): Promise<void> {
  const canvas = paint(box, v, frame);
  const blob = await new Promise<Blob | null>(done => canvas.toBlob(done, "image/png"));
  if (!blob) return;
  const a = document.createElement("a");
  a.href = URL.createObjectURL(blob);
  a.download = "vekst-map.png";
  a.click();
  setTimeout(() => URL.revokeObjectURL(a.href), 10_000);
}

/** Draws the picture; the caller saves it. */
export function paint(box: HTMLElement, v: View, frame: HTMLElement): HTMLCanvasElement {
  const svg = frame.querySelector<SVGSVGElement>("svg")!;
  const style = getComputedStyle(document.body);
  const [ink, ground] = [style.color, style.backgroundColor];
  const canvas = document.createElement("canvas");
  const s = canvas.getContext("2d")!;
  const inner = wide - 2 * margin;
  const high = Math.round((inner * frame.clientHeight) / frame.clientWidth);
  const legend = [...box.querySelectorAll<HTMLElement>("figcaption li")];
  const font = (size: number, weight = 400) => `${weight} ${size}px Inter, sans-serif`;
  s.font = font(18);
  const source = [...lines(s, box.querySelector("[data-source]")!.textContent!, inner), ...address(s, inner)];
  const title = document.getElementById("shown")!.textContent!;
  s.font = font(34, 600);
  const heading = lines(s, title, inner);
  s.font = font(20);
  const { spots, rows } = inTwo(legend.map(li => [...li.querySelectorAll("span")].map(e => e.textContent).join(" – ")), t => s.measureText(t).width > inner / 2 - 50);
  canvas.width = wide * twice;
  canvas.height = (margin * 2 + heading.length * 44 + 12 + high + 24 + rows * 32 + 12 + source.length * 26) * twice;
  s.scale(twice, twice);
  s.fillStyle = ground;
  s.fillRect(0, 0, canvas.width, canvas.height);
  let y = margin + 32;
  s.fillStyle = ink;
  s.font = font(34, 600);
  for (const l of heading) { s.fillText(l, margin, y); y += 44; }
  y -= 20;
  map(s, box, v, frame, svg, margin, y, inner, high);
  y += high + 40;
  legend.forEach((li, i) => {
    const x = margin + spots[i].column * (inner / 2), top = y + spots[i].row * 32;
    const swatch = li.querySelector<SVGElement>("rect, circle, path")!;
    s.fillStyle = colour(swatch, svg);
    s.fillRect(x, top - 15, 30, 20);
    s.strokeStyle = ink;
    s.lineWidth = 0.5;
    s.strokeRect(x, top - 15, 30, 20);
    s.fillStyle = ink;
    s.font = font(20);
    s.fillText(spots[i].text, x + 42, top + 2, inner - 50);
  });
  y += rows * 32 + 8;
  s.font = font(18);
  for (const l of source) { s.fillText(l, margin, y); y += 26; }
  return canvas;
}

function map(s: CanvasRenderingContext2D, box: HTMLElement, v: View, frame: HTMLElement, svg: SVGSVGElement, x: number, y: number, wide: number, high: number): void {
  const [left, top, scale] = [box.dataset.left, box.dataset.top, box.dataset.scale].map(Number);
  const k = (v.px * (wide / frame.clientWidth)) / scale; // pixels a unit of the drawing
  s.save();
  s.beginPath();
  s.rect(x, y, wide, high);
  s.clip();
  s.translate(x + wide / 2 - (v.x - left) * scale * k, y + high / 2 - (top - v.y) * scale * k);
  s.scale(k, k);
  s.lineJoin = "round";
  svg.querySelectorAll<SVGElement>("[data-ground] > *").forEach(e => {
    const p = e.tagName === "path" ? new Path2D(e.getAttribute("d")!) : disc(Number(e.getAttribute("cx")), Number(e.getAttribute("cy")), 11 / k);
    s.fillStyle = colour(e, svg);
    s.fill(p, "evenodd");
    s.strokeStyle = e.classList.contains("seat") ? "#85816f" : getComputedStyle(document.documentElement).getPropertyValue("--v-edge");
    s.lineWidth = 1.5 / k;
    s.stroke(p);
  });
  svg.querySelectorAll<SVGElement>("[data-ways] .way").forEach(e => {
    const p = new Path2D(e.getAttribute("d")!), style = getComputedStyle(e);
    s.globalAlpha = Number(style.fillOpacity);
    if (style.fill !== "none") { s.fillStyle = style.fill; s.fill(p, "evenodd"); }
    s.globalAlpha = 1;
    s.strokeStyle = style.stroke;
    s.lineWidth = (Number.parseFloat(style.strokeWidth) * 0.8) / k;
    s.setLineDash(e.dataset.k === "about" ? [6 / k, 5 / k] : []);
    s.stroke(p);
  });
  s.setLineDash([]);
  svg.querySelectorAll<SVGElement>(".heap").forEach(e => {
    s.fillStyle = getComputedStyle(e).fill;
    s.fill(disc(Number(e.getAttribute("cx")), Number(e.getAttribute("cy")), Number(e.getAttribute("r"))));
  });
  s.fillStyle = "#fff";
  s.textAlign = "center";
  svg.querySelectorAll<SVGGraphicsElement>(".heap-n").forEach(e => {
    const b = e.getBBox(), m = e.transform.baseVal.consolidate()?.matrix;
    const size = 15 * (m?.a ?? 1);
    s.font = `600 ${size}px Inter, sans-serif`;
    s.fillText(e.textContent!, m ? m.e : b.x + b.width / 2, m ? m.f : Number(e.getAttribute("y")));
  });
  s.restore();
}

function disc(x: number, y: number, r: number): Path2D {
  const p = new Path2D();
  p.arc(x, y, r, 0, 7);
  return p;
}

// colour is the fill of something; where there is no figure, the ground of the hatching.
function colour(e: SVGElement, svg: SVGSVGElement): string {
  return getComputedStyle(e.classList.contains("none") ? svg.querySelector(".none-ground")! : e).fill;
}

// inTwo puts texts in two columns, each long one in a row of its own.
function inTwo(texts: string[], isLong: (text: string) => boolean): { spots: { text: string; row: number; column: number }[]; rows: number } {
  let row = 0, column = 0;
  const spots = texts.map(text => {
    if (column === 1 && isLong(text)) { row++; column = 0; }
    const spot = { text, row, column };
    if (column === 1 || isLong(text)) { row++; column = 0; } else column = 1;
    return spot;
  });
  return { spots, rows: row + column };
}

// address is where the same picture is seen again, broken before a parameter where it is long.
function address(s: CanvasRenderingContext2D, wide: number): string[] {
  const [start, ...parameters] = decodeURI(location.href.split("#")[0]).split("&");
  const all = [start];
  for (const p of parameters) {
    if (s.measureText(all[all.length - 1] + "&" + p).width > wide) all.push("&" + p); else all[all.length - 1] += "&" + p;
  }
  return all;
}

function lines(s: CanvasRenderingContext2D, text: string, wide: number): string[] {
  const all: string[] = [];
  let line = "";
  for (const word of text.trim().split(/\s+/)) {
    if (line && s.measureText(line + " " + word).width > wide) { all.push(line); line = word; } else line = line ? line + " " + word : word;
  }
  return [...all, line];
}
