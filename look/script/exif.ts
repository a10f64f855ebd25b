// Where a photograph says it was taken, read on the device, so that it can be offered without a line. The server reads the
// same (platform/picture) and takes it out.

/** Latitude and longitude in degrees of a JPEG, or null where it says nothing that makes sense. */
export async function takenAt(photo: Blob): Promise<[number, number] | null> {
  try {
    const v = new DataView(await photo.slice(0, 256 << 10).arrayBuffer());
    return v.getUint16(0) === 0xffd8 ? inJPEG(v) : null;
  } catch { return null; } // it ends too early
}

/** How many points a photograph has, or 0 where its beginning does not say so. */
export async function pointsOf(photo: Blob): Promise<number> {
  try {
    const v = new DataView(await photo.slice(0, 256 << 10).arrayBuffer());
    if (v.getUint32(0) === 0x89504e47) return v.getUint32(16) * v.getUint32(20);
    if (v.getUint32(0) === 0x52494646 && v.getUint32(12) === 0x56503858) return ((v.getUint32(24, true) & 0xffffff) + 1) * ((v.getUint32(26, true) >>> 8) + 1);
    return v.getUint16(0) === 0xffd8 ? framed(v) : 0;
  } catch { return 0; } // it ends too early
}

// framed reads the marker of a JPEG that begins its frame.
function framed(v: DataView): number {
  for (let at = 2; v.getUint8(at) === 0xff;) {
    const marker = v.getUint8(at + 1);
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) return v.getUint16(at + 5) * v.getUint16(at + 7);
    at += 2 + v.getUint16(at + 2);
  }
  return 0;
}

function inJPEG(v: DataView): [number, number] | null {
  for (let at = 2; v.getUint8(at) === 0xff;) {
    const marker = v.getUint8(at + 1), length = v.getUint16(at + 2);
    if (marker === 0xe1 && v.getUint32(at + 4) === 0x45786966 && v.getUint16(at + 8) === 0) return inTIFF(v, at + 10);
    if (marker === 0xda) return null;
    at += 2 + length;
  }
  return null;
}

const lead = 0x8825; // the tag that leads to where it was taken

function inTIFF(v: DataView, start: number): [number, number] | null {
  const little = v.getUint8(start) === 0x49;
  const short = (at: number) => v.getUint16(start + at, little), long = (at: number) => v.getUint32(start + at, little);
  const find = (directory: number, tag: number): number => {
    for (let i = 0, n = Math.min(short(directory), 512); i < n; i++) if (short(directory + 2 + 12 * i) === tag) return directory + 10 + 12 * i;
    return 0;
  };
  const to = find(long(4), lead);
  if (to === 0) return null;
  const gps = long(to);
  const degrees = (tag: number, below: string): number => {
    const ref = find(gps, tag - 1), value = find(gps, tag);
    if (ref === 0 || value === 0) return NaN;
    const at = long(value);
    const part = (i: number) => { const over = long(at + 8 * i), under = long(at + 8 * i + 4); return over === 0 && under === 0 ? 0 : over / under; };
    const sum = part(0) + part(1) / 60 + part(2) / 3600;
    return String.fromCharCode(v.getUint8(start + ref)) === below ? -sum : sum;
  };
  const lat = degrees(2, "S"), lon = degrees(4, "W");
  return Math.abs(lat) <= 90 && Math.abs(lon) <= 180 && (lat !== 0 || lon !== 0) ? [lat, lon] : null;
}
