// Holds sums.ts to grants/call/budget.go, and tries what sheet.ts is made of. Run by TestTheBrowserAddsUpTheSame in
// grants/application, which bundles the scripts and makes the budgets.
import { test } from "node:test";
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";

const folder = process.env.SUMS_FOLDER;
if (!folder) throw new Error("run this with: go test -run Browser ./grants/application");
const load = (name) => import(pathToFileURL(`${folder}/${name}.mjs`).href);
const { totals } = await load("sums");
const { between, compare, middle, placeOf } = await load("place");
const { cells, written } = await load("clipboard");

test("every budget adds up in the browser as on the server", async () => {
  for (const v of JSON.parse(await readFile(`${folder}/vectors.json`, "utf8"))) {
    const t = totals(v.plan, v.lines ?? [], v.funding), got = {};
    t.lines.forEach((cents, i) => { got[`line:${i}`] = String(cents); });
    for (const side of ["heading", "partner", "activity", "funding"]) for (const [key, cents] of t[side]) got[`${side}:${key}`] = String(cents);
    for (const name of ["total", "grant", "own", "most", "inKind", "mostInKind", "uncovered"]) got[name] = String(t[name]);
    const nothing = (all) => Object.fromEntries(Object.entries(all).filter(([, cents]) => cents !== "0"));
    assert.deepEqual(nothing(got), nothing(v.totals), JSON.stringify(v));
  }
});

test("the page of a partner, which has its own lines alone, adds up to the same", async () => {
  for (const v of JSON.parse(await readFile(`${folder}/vectors.json`, "utf8"))) {
    if (!v.plan.partners?.includes("1")) continue;
    const is = (l) => l.partner === "1", lines = v.lines ?? [];
    const t = totals({ ...v.plan, part: "1", others: lines.filter(l => !is(l)) }, lines.filter(is).map(({ partner, ...l }) => l), v.funding);
    assert.equal(String(t.partner.get("1")), v.totals["partner:1"] ?? "0", JSON.stringify(v));
    assert.equal(String(t.total), v.totals.total);
  }
});

test("there is always room between two rows", () => {
  for (let round = 0; round < 200; round++) {
    let rows = [placeOf("a1", ""), placeOf("a2", ""), placeOf("b", "")].sort(compare);
    for (let n = 0; n < 40; n++) {
      const i = Math.floor(Math.random() * (rows.length + 1)), at = between(rows[i - 1], rows[i]);
      const place = placeOf(`z${n}`, at);
      assert.equal(place.anchor + "." + place.fraction, at, "the place can be read");
      rows.splice(i, 0, place);
      assert.deepEqual([...rows].sort(compare), rows, `${at} does not stand at ${i}`);
    }
  }
  assert.ok(middle("z", "") > "z" && middle("", "1") < "1" && middle("1", "12") > "1");
});

test("cells copied from a spreadsheet are read, and what is written is read again", () => {
  assert.deepEqual(cells('Персонал\t"два\nреда"\t1 234,50\r\n\t\t\r\nx\t"a ""b"""\t5"\n'), [["Персонал", "два\nреда", "1 234,50"], ["x", 'a "b"', '5"']]);
  const rows = [["a\tb", 'c"d', "e\nf"], ["", "1", "2"]];
  assert.deepEqual(cells(written(rows)), rows);
});
