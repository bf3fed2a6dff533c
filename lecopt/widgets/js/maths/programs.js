// Arithmetic without a page: programs, a grid of values, random numbers. Node tests this file by itself.

const OPS = [
  "+", "-", "*", "/", "**", "neg", "abs", "sqrt", "exp", "log",
  "sin", "cos", "tan", "sinh", "cosh", "tanh", "atan", "sign",
];

// A program made ready to run: its registers in one typed array, its operations in another.
export function ready(program) {
  const first = program.inputs.length;
  const registers = new Float64Array(first + program.ops.length);
  const code = [];
  program.ops.forEach(([op, a, b = 0], k) => {
    if (op === "const") registers[first + k] = a;
    else if (OPS.includes(op)) code.push(OPS.indexOf(op), first + k, a, b);
    else throw new Error("a program has no operation " + op);
  });
  return { registers, code: Int32Array.from(code), inputs: program.inputs, outputs: program.outputs };
}

// Runs a ready program: put the inputs into its first registers, and find the outputs in registers[outputs[i]].
export function run({ registers: r, code: c }) {
  for (let i = 0; i < c.length; i += 4) {
    const a = r[c[i + 2]];
    const b = r[c[i + 3]];
    let v;
    switch (c[i]) {
      case 0: v = a + b; break;
      case 1: v = a - b; break;
      case 2: v = a * b; break;
      case 3: v = a / b; break;
      case 4: v = a === 1 ? 1 : a ** b; break; // 1 to any power is 1 in Python, NaN here
      case 5: v = -a; break;
      case 6: v = Math.abs(a); break;
      case 7: v = Math.sqrt(a); break;
      case 8: v = Math.exp(a); break;
      case 9: v = Math.log(a); break;
      case 10: v = Math.sin(a); break;
      case 11: v = Math.cos(a); break;
      case 12: v = Math.tan(a); break;
      case 13: v = Math.sinh(a); break;
      case 14: v = Math.cosh(a); break;
      case 15: v = Math.tanh(a); break;
      case 16: v = Math.atan(a); break;
      default: v = Math.sign(a);
    }
    r[c[i + 1]] = v;
  }
}

// The outputs of a ready program for these inputs, as an array.
export function evaluate(prepared, ...inputs) {
  prepared.registers.set(inputs);
  run(prepared);
  return prepared.outputs.map((k) => prepared.registers[k]);
}

// Values of a ready program of two inputs on a grid, row by row from the top (y high) to the bottom.
export function grid(prepared, [[left, right], [bottom, top]], columns, rows) {
  const values = new Float64Array(columns * rows);
  const { registers: r, outputs } = prepared;
  for (let j = 0, k = 0; j < rows; j++) {
    for (let i = 0; i < columns; i++, k++) {
      r[0] = left + ((right - left) * i) / (columns - 1);
      r[1] = top + ((bottom - top) * j) / (rows - 1);
      run(prepared);
      values[k] = r[outputs[0]];
    }
  }
  return values;
}
