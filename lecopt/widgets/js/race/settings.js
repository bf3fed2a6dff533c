// The race's settings: the sliders of the chosen rule, and those of the race itself.
import { swatch } from "../page/marks.js";
import { assign, checkbox, make, slider, unique } from "../page/ui.js";

export function raceSettings(game) {
  const { model, signal, rules, terrain } = game;
  const ranges = model.get("sliders");
  let together = false;

  function setHyper(word, value) {
    const hyper = structuredClone(model.get("hyper"));
    for (const [name, values] of Object.entries(hyper)) {
      if (word in values && (together || name === game.chosen())) values[word] = value;
    }
    assign(model, { hyper });
  }
  const title = make("legend", { class: "lw-title" });
  const own = make("div");
  const note = make("p", { class: "lw-note" });
  const everyone = checkbox({
    label: "move it for every rule",
    checked: false,
    signal,
    onInput: (on) => { together = on; },
  });
  const sliders = Object.fromEntries(Object.entries(ranges).map(([word, range]) => {
    const onInput = (value) => setHyper(word, value);
    return [word, slider({ label: word, range, value: range.low, signal, onInput })];
  }));

  const most = Math.max(500, model.get("steps"));
  const course = {
    steps: slider({
      label: "steps",
      range: { kind: "whole", low: 1, high: most },
      value: 1,
      signal,
      onInput: (value) => assign(model, { steps: value }),
    }),
    noise: slider({
      label: "gradient noise",
      range: { kind: "log0", low: terrain.noise / 1000, high: terrain.noise },
      value: 0,
      signal,
      onInput: (value) => assign(model, { noise: value }),
    }),
  };
  const id = unique("seed");
  const seed = make("input", { type: "number", id, min: 0, max: 2 ** 32 - 1, step: 1, class: "lw-number" });
  seed.addEventListener("input", () => {
    if (seed.value !== "" && seed.validity.valid) assign(model, { seed: +seed.value });
  }, { signal });

  function update() {
    const rule = rules.find(({ name }) => name === game.chosen());
    const values = model.get("hyper")[rule.name];
    if (title.textContent !== rule.name) {
      title.replaceChildren(swatch(rules.indexOf(rule), rule.colour), rule.name);
      own.replaceChildren(...Object.keys(values).map((word) => sliders[word].root));
    }
    for (const word of Object.keys(values)) sliders[word].set(values[word]);
    everyone.root.hidden = rules.length < 2;
    note.textContent = sentence(rule, model);
    course.steps.set(model.get("steps"));
    course.noise.set(model.get("noise"));
    if (document.activeElement !== seed) seed.value = model.get("seed");
  }
  const mine = make("fieldset", {}, title, own, everyone.root, note);
  const heading = make("legend", { class: "lw-title", text: "the race" });
  const chance = make("div", { class: "lw-slider" }, make("label", { for: id, text: "noise seed" }), seed);
  const ours = make("fieldset", {}, heading, course.steps.root, course.noise.root, chance);
  return { root: make("div", { class: "lw-settings" }, mine, ours), update };
}

// Why a rule doesn't follow the sliders at once, or what went wrong with it.
function sentence({ name, program, why }, model) {
  if (program) return "";
  const { sorry } = model.get("computed")[name] ?? {};
  if (sorry) return sorry;
  const more = `${name} is more than arithmetic (${why}), so Python`;
  return model.onPage
    ? `${more} ran it when this page was built: its path shows for the first settings only. ` +
      "Run the notebook to see it follow the sliders."
    : `${more} runs it: its path follows as fast as the kernel answers.`;
}
