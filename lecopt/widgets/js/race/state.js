// The race's state as parts of a link, and back. Pure: out of a link come numbers in range and names that exist.

export function partsOfRace(state, initial, { step, chosen }) {
  const parts = [];
  const differ = (a, b) => JSON.stringify(a) !== JSON.stringify(b);
  for (const name of ["start", "steps", "noise", "seed", "shown"]) {
    if (differ(state[name], initial[name])) parts.push([name, String(state[name])]);
  }
  for (const [rule, values] of Object.entries(state.hyper)) {
    for (const [name, value] of Object.entries(values)) {
      if (value !== initial.hyper[rule][name]) parts.push([`${rule}.${name}`, String(value)]);
    }
  }
  if (chosen !== undefined) parts.push(["chosen", chosen]);
  if (step < state.steps) parts.push(["step", String(step)]);
  return parts;
}

// {state, step, chosen} for the parts of a link. sliders: the range of every hyper-parameter; most: the largest number
// of steps.
export function raceOfParts(parts, initial, sliders, most) {
  const between = (text, low, high) => (text?.trim() && +text >= low && +text <= high ? +text : undefined);
  const whole = (name, low, high) => {
    const value = between(parts.get(name), low, high);
    return Number.isInteger(value) ? value : undefined;
  };
  const start = parts.get("start")?.split(",").map((text) => between(text, -1e6, 1e6));
  const hyper = {};
  for (const [rule, values] of Object.entries(initial.hyper)) {
    hyper[rule] = { ...values };
    for (const name of Object.keys(values)) {
      const { kind, low, high } = sliders[name];
      hyper[rule][name] = between(parts.get(`${rule}.${name}`), kind === "log0" ? 0 : low, high) ?? values[name];
    }
  }
  const names = Object.keys(initial.hyper);
  const state = {
    hyper,
    start: start?.length === 2 && !start.includes(undefined) ? start : initial.start,
    steps: whole("steps", 1, most) ?? initial.steps,
    noise: between(parts.get("noise"), 0, 1e6) ?? initial.noise,
    seed: whole("seed", 0, 2 ** 32 - 1) ?? initial.seed,
    shown: parts.has("shown") ? names.filter((name) => parts.get("shown").split(",").includes(name)) : initial.shown,
  };
  return { state, step: whole("step", 0, state.steps), chosen: names.find((name) => name === parts.get("chosen")) };
}
