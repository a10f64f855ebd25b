// Holds flow.ts to grants/call/reckon.go. Run by TestTheBrowserComputesTheSame in grants/application, which bundles the
// scripts and makes the pages.
import { test } from "node:test";
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";

const folder = process.env.SUMS_FOLDER;
if (!folder) throw new Error("run this with: go test -run Browser ./grants/application");
const load = (name) => import(pathToFileURL(`${folder}/${name}.mjs`).href);
const { figureOf, reckon, rounded } = await load("flow");
const { totals } = await load("sums");

test("what nobody types comes to the same in the browser as on the server", async () => {
  for (const v of JSON.parse(await readFile(`${folder}/pages.json`, "utf8"))) {
    const lines = v.lines ?? [], t = totals(v.plan, lines, v.funding);
    const page = {
      hidden: (field) => (v.hidden ?? []).includes(field),
      value: (path) => v.values[path] ?? "",
      rows: (table) => v.tables[table] ?? [],
      budget: (part, key) => figureOf(t, v.plan.way === "entered" ? v.funding.grant ?? "" : undefined, lines.length > 0, part, key),
    };
    for (const [path, f] of Object.entries(v.figures)) {
      const exact = reckon(f.formula, page), n = exact && rounded(exact, f.decimals);
      assert.equal(n === undefined ? "" : String(n), f.units, `${path} of ${JSON.stringify(v)}`);
    }
  }
});
