// Race: several rules down one landscape. The traits are the state; this file keeps the view of it together.
import { address, partsOf } from "../page/link.js";
import { player } from "../page/player.js";
import { announcer, assign, beforePaint, button, make, watch } from "../page/ui.js";
import { raceLoss } from "./loss.js";
import { raceMap } from "./map.js";
import { raceTrack } from "./paths.js";
import { raceSettings } from "./settings.js";
import { partsOfRace, raceOfParts } from "./state.js";
import { raceTable } from "./table.js";
import { raceWorking } from "./working.js";

const STATE = ["start", "steps", "noise", "seed", "hyper", "shown"];
const MOST_STEPS = 2000;

export function race({ model, el, signal, gate }) {
  const [terrain, rules, initial] = ["landscape", "rules", "initial"].map((name) => model.get(name));
  const track = raceTrack(terrain, rules);
  const results = new Map();
  let at = gate.open ? Infinity : 0; // the step that is shown; Infinity is the last one, however many there are
  let chosen = rules[rules.length - 1].name;

  const state = () => Object.fromEntries(STATE.map((name) => [name, model.get(name)]));
  const steps = () => model.get("steps");
  const step = () => Math.min(at, steps());
  const game = {
    model, signal, gate, terrain, rules, track, results, state, steps, step,
    chosen: () => chosen,
    choose(name) {
      chosen = name;
      refresh();
    },
    goTo(k) {
      at = k >= steps() ? Infinity : Math.max(0, k);
      refresh();
    },
    // What is to be drawn, the chosen rule last and so on top. end: the step to draw to; stop: the last with a loss.
    inOrder() {
      const racers = rules.map((rule, index) => {
        return { ...rule, index, chosen: rule.name === chosen, ...results.get(rule.name) };
      });
      return racers.filter(({ points }) => points).sort((a, b) => a.chosen - b.chosen);
    },
  };

  function compute() {
    results.clear();
    const now = state();
    for (const { name, program } of rules) {
      if (!now.shown.includes(name)) continue;
      const result = program ? track.path(name, now) : pythonPath(model, now, initial, name, track);
      if (!result) continue;
      const stop = result.lost >= 0 ? result.lost : result.losses.length - 1;
      results.set(name, { ...result, stop });
    }
  }
  let stale = true;
  const refresh = beforePaint(() => {
    if (stale) compute();
    stale = false;
    for (const result of results.values()) result.end = Math.min(step(), result.stop);
    for (const part of [map, loss]) part.paint();
    for (const part of [table, settings, transport, working]) part.update();
    if (link) link.href = address(model.place, partsOfRace(state(), initial, { step: step(), chosen }));
  }, signal);
  watch(model, [...STATE, "computed"], () => {
    stale = true;
    refresh();
  }, signal);
  gate.whenOpen(() => {
    game.goTo(0);
    transport.play();
  });

  const map = raceMap(game);
  const loss = raceLoss(game);
  const table = raceTable(game);
  const settings = raceSettings(game);
  const working = raceWorking(game);
  const transport = player({ signal, steps, step, goTo: game.goTo });
  const told = announcer(signal, 0);
  const restart = () => {
    transport.pause();
    at = Infinity;
    assign(model, structuredClone(initial));
  };
  const reset = button({ label: "Reset", icon: "reset", signal, onClick: restart });
  const link = model.onPage ? make("a", { class: "lw-button", text: "Link to this state" }) : null;

  function restore() {
    const parts = partsOf(location.hash, model.place);
    if (!parts) return;
    const found = raceOfParts(parts, initial, model.get("sliders"), MOST_STEPS);
    at = found.step ?? Infinity;
    chosen = found.chosen ?? chosen;
    assign(model, found.state);
    el.scrollIntoView({ block: "nearest" });
  }
  if (link) {
    const copied = () => navigator.clipboard?.writeText(link.href).then(() => told.say("Link copied."), () => {});
    link.addEventListener("click", copied, { signal });
    window.addEventListener("hashchange", restore, { signal });
  }

  const bar = make("div", { class: "lw-bar" }, reset.root, link, told.root);
  const controls = make("div", { class: "lw-controls" }, settings.root, bar, working.root);
  const note = make("p", { class: "lw-note", text: "Drag the start, or use the arrow keys. Stars are minima." });
  const left = make("div", {}, map.root, transport.root, note);
  const right = make("div", {}, loss.root, table.root);
  el.lecopt = game; // for the curious, and for the tests
  el.replaceChildren(make("div", { class: "lw-race" }, left, right), controls);
  if (link) restore();
  refresh();
}

// The path of a rule that only Python can run. Without a kernel it holds for the settings that the page was built with.
function pythonPath(model, now, initial, name, track) {
  const points = model.get("computed")[name]?.points ?? [];
  const settings = ({ start, steps, noise, seed, hyper }) => JSON.stringify([start, steps, noise, seed, hyper[name]]);
  if (!points.length || (model.onPage && settings(now) !== settings(initial))) return null;
  const flat = Float64Array.from(points.flat(), (value) => value ?? NaN);
  const lost = points.findIndex((point) => point.includes(null));
  return { points: flat, losses: Float64Array.from(points, ([x, y]) => track.look(x ?? NaN, y ?? NaN)), lost };
}
