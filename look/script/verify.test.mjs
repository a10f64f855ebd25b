// Holds verify.ts to platform/audit: run by TestTheBrowserFindsTheSame there, which bundles verify.ts and makes the
// fixture. Each case is the receipt with one byte changed, and what Go made of it.
import { test } from "node:test";
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";

const { VERIFY_MODULE, VERIFY_FIXTURE } = process.env;
if (!VERIFY_MODULE || !VERIFY_FIXTURE) throw new Error("run this with: go test -run Browser ./platform/audit");
const { verifyReceipt, fingerprint, keyOf } = await import(pathToFileURL(VERIFY_MODULE).href);
const fixture = JSON.parse(await readFile(VERIFY_FIXTURE, "utf8"));

const bytes = (base64) => new Uint8Array(Buffer.from(base64, "base64"));
const receipt = bytes(fixture.receipt);
const content = bytes(fixture.content);
const short = (steps) => steps.map(({ id, state, reason }) => `${id}:${state}:${reason}`);

test("every changed byte fails at the same step for the same reason as in Go", async () => {
  for (const { at, flip, steps } of fixture.flips) {
    const changed = receipt.slice();
    changed[at] ^= flip;
    const got = short(await verifyReceipt(changed, fixture.key, content));
    assert.ok(got.some((step) => step.includes(":fails:")), `byte ${at} ^ ${flip} holds`);
    assert.deepEqual(got, steps, `byte ${at} ^ ${flip}`);
  }
});

test("files rewritten by someone who knows the form fail as in Go", async () => {
  for (const { name, file, key, steps } of fixture.rewritten) {
    assert.deepEqual(short(await verifyReceipt(bytes(file), key, content)), steps, name);
  }
});

test("the receipts hold, as bytes and as text, with and without the last newline", async () => {
  const text = new TextDecoder().decode(receipt);
  for (const file of [receipt, text, text.slice(0, -1)]) {
    assert.deepEqual(short(await verifyReceipt(file, fixture.key, content)), fixture.holds);
  }
  for (const file of fixture.others) {
    const steps = await verifyReceipt(bytes(file), fixture.key);
    assert.ok(steps.every((step) => step.state === "holds" || step.reason === "not-asked"), JSON.stringify(steps));
  }
});

test("text no decoder gives is refused", async () => {
  const [form] = await verifyReceipt(new TextDecoder().decode(receipt).replace("LD-2", "\\ud800"), fixture.key);
  assert.equal(form.reason, "not-as-written");
});

test("key and fingerprint are those of Go", async () => {
  assert.equal(keyOf(receipt), fixture.key);
  assert.equal(keyOf("x"), "");
  assert.equal(await fingerprint(fixture.key), fixture.fingerprint);
});

test("a browser without Ed25519 says so, and checks the rest", async (t) => {
  t.mock.method(crypto.subtle, "importKey", async () => {
    throw new DOMException("Unrecognized name.", "NotSupportedError");
  });
  const steps = await verifyReceipt(receipt, fixture.key, content);
  assert.deepEqual(short(steps).slice(-2), ["signature:unsupported:no-ed25519", "content:holds:"]);
});
