// Writes numbers and amounts as people do in the language of an element's data-lang.

export function number(on: HTMLElement, n: number | bigint): string {
  const separator = on.dataset.lang === "en" ? "," : "\u00a0";
  return String(n).replace(/\B(?=(\d{3})+(?!\d))/g, separator);
}

// decimal writes units of the last of some decimals, without nothings at the end.
export function decimal(on: HTMLElement, units: bigint, decimals: number): string {
  const above = String(units < 0n ? -units : units).padStart(decimals + 1, "0"), at = above.length - decimals;
  const fraction = above.slice(at).replace(/0+$/, "");
  return (units < 0n ? "−" : "") + number(on, BigInt(above.slice(0, at))) + (fraction && (on.dataset.lang === "en" ? "." : ",") + fraction);
}

export function amount(on: HTMLElement, c: bigint, currency: string): string {
  const isEnglish = on.dataset.lang === "en", minus = c < 0n ? "−" : "";
  if (c < 0n) c = -c;
  const s = number(on, c / 100n) + (isEnglish ? "." : ",") + String(c % 100n).padStart(2, "0");
  if (currency === "EUR") return isEnglish ? `${minus}€${s}` : `${minus}${s}\u00a0€`;
  return `${minus}${s}\u00a0${currency === "NOK" && on.dataset.lang === "nb" ? "kr" : currency}`;
}
