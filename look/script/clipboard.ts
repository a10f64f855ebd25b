// The text form in which spreadsheets copy cells: tabs between cells, line ends between rows, quotes around what has either.

export function cells(text: string): string[][] {
  const rows: string[][] = [[]];
  let cell = "", quoted = false, begun = false;
  const end = () => { rows[rows.length - 1].push(cell.replace(/\u00a0/g, " ").trim()); cell = ""; begun = false; };
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (quoted) {
      if (c !== '"') cell += c;
      else if (text[i + 1] === '"') { cell += c; i++; }
      else quoted = false;
    } else if (c === '"' && !begun) { quoted = true; begun = true; }
    else if (c === "\t") end();
    else if (c === "\n" || c === "\r") {
      if (c === "\r" && text[i + 1] === "\n") i++;
      end();
      rows.push([]);
    } else { cell += c; begun = true; }
  }
  end();
  return rows.filter(row => row.some(c => c !== ""));
}

export function written(rows: string[][]): string {
  return rows.map(row => row.map(c => /[\t\n\r"]/.test(c) ? `"${c.replace(/"/g, '""')}"` : c).join("\t")).join("\n");
}
