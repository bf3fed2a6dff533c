// The bands of a landscape, on heights of which the answer is known.
import assert from "node:assert/strict";
import { test } from "node:test";
import { bands, shaded } from "../../lecopt/widgets/js/maths/shading.js";

test("the lowest point stands in band 0, the highest at the top, and order is kept", () => {
  const values = Float64Array.from({ length: 100 }, (_, k) => k * k);
  const heights = bands(values, 0);
  assert.equal(heights[0], 0);
  assert.ok(heights.every((h, k) => k === 0 || h > heights[k - 1]));
  assert.ok(Math.abs(heights[99] - 16) < 1e-5);
});

test("a landscape ten times as high has the same bands", () => {
  const values = Float64Array.from({ length: 64 }, (_, k) => 1 + Math.abs(k - 20));
  bands(values, 1).forEach((h, k) => assert.ok(Math.abs(h - bands(values.map((v) => 10 * v), 10)[k]) < 1e-5));
});

test("where the landscape has no value nothing is painted, and a flat one has no line", () => {
  const heights = bands(Float64Array.from([1, 2, NaN, 4, 5, Infinity, 7, 8, 9]), 1);
  const pixels = shaded(heights, 3, 3, 3, 3, [0, 0, 0]);
  assert.equal(pixels[4 * 2 + 3], 0);
  const flat = shaded(bands(new Float64Array(9).fill(3), 3), 3, 3, 6, 6, [10, 20, 30]);
  assert.deepEqual([...flat.slice(0, 3)], [10, 20, 30]);
  assert.equal(new Set(flat.filter((_, k) => k % 4 === 3)).size, 1);
});

test("the ink thickens uphill", () => {
  const slope = Float64Array.from({ length: 400 }, (_, k) => 1 + (k % 20));
  const pixels = shaded(bands(slope, 1), 20, 20, 200, 10, [0, 0, 0]);
  const opacity = (column) => pixels[4 * column + 3];
  assert.ok(opacity(5) < opacity(60) && opacity(60) < opacity(195));
});
