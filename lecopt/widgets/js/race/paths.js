// The race without its picture: every rule's path, its losses and how far it got. Node tests this file by itself.
import { noise } from "../maths/noise.js";
import { ready, run } from "../maths/programs.js";

// A landscape and its rules made ready to race. terrain, rules: as in the spec.
export function raceTrack(terrain, rules) {
  const land = ready(terrain.program);
  const [[left, right], [bottom, top]] = terrain.window;
  const far = 1000 * Math.max(right - left, top - bottom);
  const runners = new Map(rules.filter((rule) => rule.program).map((rule) => [rule.name, runner(rule.program)]));
  const slope = new Float64Array(6); // value, dx, dy, and for rules that want them hxx, hxy, hyy
  let disturbances = new Float64Array(0);
  let seeded = null;

  function look(x, y) {
    const r = land.registers;
    r[0] = x;
    r[1] = y;
    run(land);
    for (let i = 0; i < land.outputs.length; i++) slope[i] = r[land.outputs[i]];
    if (terrain.tip && Number.isFinite(slope[0])) {
      for (let i = 1; i < 3; i++) slope[i] ||= 0; // 0/0 at the tip of a cone: 0, as in Python
    }
    return slope[0];
  }

  // {points: x0, y0, x1, y1, …; losses; lost: the first step beyond all bounds, or -1; registers: of the last step}
  function path(name, { start, steps, noise: size, seed, hyper }) {
    if (size && (seeded !== seed || disturbances.length < 2 * steps)) {
      disturbances = noise(seed, 2 * steps);
      seeded = seed;
    }
    const points = new Float64Array(2 * steps + 2);
    const losses = new Float64Array(steps + 1);
    const here = runners.get(name);
    const w = here.begin(start, hyper[name]);
    let lost = -1;
    for (let k = 0; ; k++) {
      points[2 * k] = w[0];
      points[2 * k + 1] = w[1];
      losses[k] = look(w[0], w[1]);
      if (lost < 0 && !(Math.abs(w[0] - left) < far && Math.abs(w[1] - bottom) < far)) lost = k;
      if (k === steps) break;
      for (let i = 0; size && i < 2; i++) slope[1 + i] += size * disturbances[2 * k + i];
      here.step(slope);
    }
    return { points, losses, lost, registers: here.registers };
  }

  return { path, look, distance: (x, y) => Math.min(...terrain.minima.map(([a, b]) => Math.hypot(x - a, y - b))) };
}

// A program made ready to go step by step: begin(start, hyper) puts its state to 0 and returns the weights,
// step(slope) moves them. registers: one array for each coordinate, or a single one where the rule takes both at once.
function runner(program) {
  const heads = program.coupled ? 7 : 2; // the inputs before the state: x y dx dy hxx hxy hyy, or w dw
  const moves = program.coupled ? 2 : 1; // the outputs before the state
  const lanes = program.coupled ? [ready(program)] : [ready(program), ready(program)];
  const states = program.outputs.length - moves;
  const memory = lanes.map(() => new Float64Array(states));
  const w = new Float64Array(2);
  return {
    registers: lanes.map((lane) => lane.registers),
    begin(start, hyper) {
      w.set(start);
      for (const past of memory) past.fill(0);
      for (const { registers, inputs } of lanes) {
        for (let i = heads + states; i < inputs.length; i++) registers[i] = hyper[inputs[i]];
      }
      return w;
    },
    step(slope) {
      lanes.forEach((lane, i) => {
        const { registers: r, outputs } = lane;
        if (program.coupled) {
          r.set(w);
          r.set(slope.subarray(1), 2);
        } else {
          r[0] = w[i];
          r[1] = slope[1 + i];
        }
        r.set(memory[i], heads);
        run(lane);
        for (let j = 0; j < moves; j++) w[i + j] = r[outputs[j]];
        for (let j = 0; j < states; j++) memory[i][j] = r[outputs[moves + j]];
      });
    },
  };
}
