// A state in an address, and back; and what an address that someone made up can do: nothing.
import assert from "node:assert/strict";
import { test } from "node:test";
import { address, partsOf } from "../../lecopt/widgets/js/page/link.js";
import { partsOfRace, raceOfParts } from "../../lecopt/widgets/js/race/state.js";

const initial = {
  start: [1, 1], steps: 100, noise: 0, seed: 0, shown: ["sgd", "adam"],
  hyper: { sgd: { lr: 0.1 }, adam: { lr: 0.01, beta1: 0.9, eps: 1e-8 } },
};
const sliders = {
  lr: { kind: "log", low: 1e-5, high: 10 },
  beta1: { kind: "keep", low: 0, high: 0.9999 },
  eps: { kind: "log0", low: 1e-12, high: 1 },
};
const read = (hash) => raceOfParts(partsOf(hash, "lecopt-race-1"), initial, sliders, 2000);

test("a state goes into an address and comes out again", () => {
  const state = {
    start: [-1.25, 0.5], steps: 40, noise: 0.3, seed: 12, shown: ["adam"],
    hyper: { sgd: { lr: 0.2 }, adam: { lr: 0.01, beta1: 0.95, eps: 0 } },
  };
  const hash = address("lecopt-race-1", partsOfRace(state, initial, { step: 7, chosen: "sgd" }));
  assert.deepEqual(read(hash), { state, step: 7, chosen: "sgd" });
  assert.match(hash, /^#lecopt-race-1&start=-1\.25,0\.5&/);
});

test("a state that is as it began needs no parts, and none give the state as it began", () => {
  assert.deepEqual(partsOfRace(initial, initial, { step: 100 }), []);
  assert.deepEqual(read("#lecopt-race-1").state, initial);
});

test("an address for another widget, or for a heading, is left alone", () => {
  assert.equal(partsOf("#lecopt-race-2&steps=3", "lecopt-race-1"), null);
  assert.equal(partsOf("#momentum", "lecopt-race-1"), null);
  assert.equal(partsOf("", "lecopt-race-1"), null);
});

test("nothing but numbers in range and names that exist comes out of an address", () => {
  const { state, step, chosen } = read(
    "#lecopt-race-1&start=<b>,1&steps=1e9&noise=-1&seed=1.5&shown=sgd,adam,__proto__&sgd.lr=NaN&adam.beta1=1" +
      "&adam.eps=Infinity&chosen=constructor&step=-3&__proto__.lr=1",
  );
  assert.deepEqual(state, initial);
  assert.equal(step, undefined);
  assert.equal(chosen, undefined);
  assert.deepEqual(read("#lecopt-race-1&steps=3&x=%E0%A4").state, initial); // someone cut the link short
  const odd = read("#lecopt-race-1&shown=adam,nobody&start=1,2,3&steps=&seed= ");
  assert.deepEqual(odd.state, { ...initial, shown: ["adam"] });
});
