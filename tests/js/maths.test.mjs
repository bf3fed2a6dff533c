// The interpreter, the grid and the random numbers, against JavaScript's own arithmetic and against statistics.
import assert from "node:assert/strict";
import { test } from "node:test";
import { noise } from "../../lecopt/widgets/js/maths/noise.js";
import { evaluate, grid, ready, run } from "../../lecopt/widgets/js/maths/programs.js";

const { abs, sqrt, exp, log, sin, cos, tan, sinh, cosh, tanh, atan, sign } = Math;
const unary = { neg: (a) => -a, abs, sqrt, exp, log, sin, cos, tan, sinh, cosh, tanh, atan, sign };
const binary = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
  "**": (a, b) => a ** b,
};

test("every operation is the one it is called", () => {
  for (const [op, f] of Object.entries(unary)) {
    const program = ready({ inputs: ["a"], ops: [[op, 0]], outputs: [1] });
    for (const a of [0.3, 2.5, -1.7, 0]) assert.deepEqual(evaluate(program, a), [f(a)], op);
  }
  for (const [op, f] of Object.entries(binary)) {
    const program = ready({ inputs: ["a", "b"], ops: [[op, 0, 1]], outputs: [2] });
    for (const [a, b] of [[0.3, 2], [2.5, -1.5], [-1.7, 3], [0, 0]]) {
      assert.deepEqual(evaluate(program, a, b), [f(a, b)], op);
    }
  }
});

test("one to any power is one, as in Python", () => {
  const power = ready({ inputs: ["a", "b"], ops: [["**", 0, 1]], outputs: [2] });
  assert.deepEqual(evaluate(power, 1, NaN), [1]);
  assert.deepEqual(evaluate(power, 1, Infinity), [1]);
  assert.ok(Number.isNaN(evaluate(power, NaN, 1)[0]));
});

test("a program runs again and again without forgetting its constants, and outputs may be inputs", () => {
  const program = ready({ inputs: ["x"], ops: [["const", 2], ["*", 0, 1], ["+", 2, 1]], outputs: [3, 0, 1] });
  assert.deepEqual(evaluate(program, 5), [12, 5, 2]);
  assert.deepEqual(evaluate(program, -1), [0, -1, 2]);
  run(program);
  assert.equal(program.registers[3], 0);
});

test("an operation that is not known is refused", () => {
  assert.throws(() => ready({ inputs: ["x"], ops: [["constructor", 0]], outputs: [1] }), /no operation constructor/);
});

test("a grid runs from the top left, row by row", () => {
  const program = ready({ inputs: ["x", "y"], ops: [["const", 10], ["*", 1, 2], ["+", 0, 3]], outputs: [4] });
  assert.deepEqual([...grid(program, [[0, 2], [0, 1]], 3, 2)], [10, 11, 12, 0, 1, 2]);
});

test("noise has mean 0, variance 1, no correlation from one to the next, and the same values for a seed", () => {
  const values = noise(7, 100000);
  const mean = values.reduce((a, b) => a + b) / values.length;
  const moment = (f) => values.reduce((a, b, k) => a + f(b - mean, k), 0) / values.length;
  assert.ok(Math.abs(mean) < 0.015, `mean ${mean}`); // five standard errors
  assert.ok(Math.abs(moment((d) => d * d) - 1) < 0.023, "variance");
  assert.ok(Math.abs(moment((d, k) => d * (values[k + 1] ?? 0))) < 0.016, "correlation");
  assert.deepEqual([...noise(7, 5)], [...values.slice(0, 5)]);
  assert.notDeepEqual([...noise(8, 5)], [...values.slice(0, 5)]);
});
