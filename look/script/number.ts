// Writes numbers and amounts as people do in the language of an element's data-lang.

export function number(on: HTMLElement, n: number | bigint): string {
  const separator = on.dataset.lang === "en" ? "," : "\u00a0";
  return String(n).replace(/\B(?=(\d{3})+(?!\d))/g, separator);
}

export function amount(on: HTMLElement, c: bigint, currency: string): string {
  const isEnglish = on.dataset.lang === "en", minus = c < 0n ? "−" : "";
  if (c < 0n) c = -c;
  const s = number(on, c / 100n) + (isEnglish ? "." : ",") + String(c % 100n).padStart(2, "0");
  if (currency === "EUR") return isEnglish ? `${minus}€${s}` : `${minus}${s}\u00a0€`;
  return `${minus}${s}\u00a0${currency === "NOK" && on.dataset.lang === "nb" ? "kr" : currency}`;
}
