// Where a row stands among others, as grants/call/place.go has it: by its id, or where its cell "at" says: behind the row
// of an id, and among those placed there by a fraction that always leaves room for one more.

export interface Place { anchor: string; fraction: string; id: string }

export function placeOf(id: string, at: string): Place {
  const found = /^([a-z0-9]{0,24})\.([0-9a-z]{1,60})$/.exec(at);
  return found ? { anchor: found[1], fraction: found[2], id } : { anchor: id, fraction: "", id };
}

const order = (a: string, b: string) => a < b ? -1 : a > b ? 1 : 0;

export function compare(a: Place, b: Place): number {
  return a.anchor.length - b.anchor.length || order(a.anchor, b.anchor) || order(a.fraction, b.fraction) || a.id.length - b.id.length || order(a.id, b.id);
}

// between is the cell of a row that is to stand after one and before another; either may be missing.
export function between(before: Place | undefined, after: Place | undefined): string {
  const anchor = before?.anchor ?? "";
  const upper = after && after.anchor === anchor && after.fraction > (before?.fraction ?? "") ? after.fraction : "";
  return `${anchor}.${middle(before?.fraction ?? "", upper)}`;
}

const digits = "0123456789abcdefghijklmnopqrstuvwxyz";

// middle is a text between two in the order of the alphabet; an empty upper is no limit. It never ends in 0.
export function middle(lower: string, upper: string): string {
  let text = "";
  for (let i = 0, limited = upper !== ""; ; i++) {
    const low = i < lower.length ? digits.indexOf(lower[i]) : 0;
    const high = limited && i < upper.length ? digits.indexOf(upper[i]) : digits.length;
    if (high - low > 1) return text + digits[(low + high) >> 1];
    text += digits[low];
    if (high > low) limited = false;
  }
}
