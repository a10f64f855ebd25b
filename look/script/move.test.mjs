// Holds move.ts to grants/targeting/move.go. Run by TestTheBrowserCountsTheSame in grants/targeting, which bundles the script
// and makes the indices.
import { test } from "node:test";
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";

const folder = process.env.MOVE_FOLDER;
if (!folder) throw new Error("run this with: go test -run Browser ./grants/targeting");
const { move, logarithm, exponential } = await import(pathToFileURL(`${folder}/move.mjs`).href);

test("every index moves in the browser as on the server, to the last bit", async () => {
  for (const v of JSON.parse(await readFile(`${folder}/vectors.json`, "utf8"))) {
    for (const m of v.moves) {
      const got = move(v.index, m.weights);
      if (m.fault) {
        assert.equal(got, undefined, m.fault);
        continue;
      }
      assert.deepEqual(got.values.map(x => Number.isNaN(x) ? null : x), m.values, JSON.stringify(m.weights));
      assert.deepEqual(got.places, m.places);
      assert.deepEqual(got.chosen, m.chosen ?? []);
    }
  }
});

test("the logarithm and the exponential are those of the server", async () => {
  for (const [x, log, exp] of JSON.parse(await readFile(`${folder}/functions.json`, "utf8"))) {
    assert.equal(logarithm(Math.abs(x)), log);
    assert.equal(exponential(x), exp);
  }
});
