// Slider scales, ticks and numbers as text.
import assert from "node:assert/strict";
import { test } from "node:test";
import { decades, number, scale, ticks } from "../../lecopt/widgets/js/maths/scales.js";

const near = (a, b, by) => assert.ok(Math.abs(a - b) <= by, `${a} is not ${b}`);

test("there and back: every scale's way inverts its value", () => {
  for (const range of [
    { kind: "linear", low: -3, high: 5 },
    { kind: "log", low: 1e-5, high: 10 },
    { kind: "log0", low: 1e-4, high: 10 },
    { kind: "keep", low: 0, high: 0.9999 },
    { kind: "whole", low: 1, high: 500 },
  ]) {
    const { at, way } = scale(range);
    for (let t = 0.05; t <= 1; t += 0.05) near(way(at(t)), t, 2e-3);
  }
});

test("the ends of a scale are its low and high", () => {
  assert.deepEqual([0, 1].map(scale({ kind: "log", low: 1e-5, high: 10 }).at), [1e-5, 10]);
  assert.deepEqual([0, 1].map(scale({ kind: "log0", low: 1e-5, high: 10 }).at), [0, 10]);
  assert.deepEqual([0, 1].map(scale({ kind: "keep", low: 0, high: 0.9999 }).at), [0, 0.9999]);
  assert.deepEqual([0, 1].map(scale({ kind: "linear", low: -1, high: 3 }).at), [-1, 3]);
});

test("even steps of a share that is kept are even steps in the logarithm of what is lost", () => {
  const { way } = scale({ kind: "keep", low: 0, high: 0.9999 });
  [0, 0.9, 0.99, 0.999, 0.9999].forEach((share, k) => near(way(share), k / 4, 1e-9));
});

test("a value outside its slider stands at the end, and never breaks it", () => {
  for (const kind of ["log", "log0", "linear", "keep", "whole"]) {
    const { way } = scale({ kind, low: 0.1, high: 0.9 });
    for (const value of [-5, 0, 5]) assert.ok(way(value) >= 0 && way(value) <= 1, `${kind} ${value}`);
  }
});

test("ticks are round, inside, and about as many as asked", () => {
  assert.deepEqual(ticks(-2, 2, 4).map(({ value }) => value), [-2, -1, 0, 1, 2]);
  assert.deepEqual(ticks(0, 0.3, 3).map(({ text }) => text), ["0", "0.1", "0.2", "0.3"]);
  assert.deepEqual(decades(1e-6, 100, 5).map(({ text }) => text), ["10⁻⁶", "10⁻⁴", "0.01", "1", "100"]);
});

test("numbers are written as people write them", () => {
  const values = [0, 1.5, -0.25, 1234.56, 0.00012345, -3e-9, 1e-8, 1e6, NaN, Infinity, -Infinity];
  const written = ["0", "1.5", "−0.25", "1235", "1.234·10⁻⁴", "−3·10⁻⁹", "10⁻⁸", "10⁶", "not a number", "∞", "−∞"];
  assert.deepEqual(values.map((v) => number(v)), written);
});
