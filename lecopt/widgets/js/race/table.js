// The race's legend, switches and numbers in one table, and the sentence a screen reader hears.
import { number } from "../maths/scales.js";
import { swatch } from "../page/marks.js";
import { announcer, assign, make } from "../page/ui.js";

export function raceTable(game) {
  const { model, signal, rules } = game;
  const live = announcer(signal);
  live.root.classList.add("lw-hidden");
  const far = game.terrain.minima.length ? "distance" : "";
  const rated = rules.some(({ name }) => "lr" in model.get("hyper")[name]);
  const rows = rules.map(({ name, colour }, index) => {
    const on = make("input", { type: "checkbox", "aria-label": "show " + name });
    on.style.setProperty("--colour", colour);
    const wanted = (other) => (other === name ? on.checked : model.get("shown").includes(other));
    const choose = () => assign(model, { shown: rules.map((rule) => rule.name).filter(wanted) });
    on.addEventListener("input", choose, { signal });
    const pick = make("button", { type: "button", class: "lw-name" }, swatch(index, colour), name);
    pick.title = "show the settings and the arithmetic of " + name;
    const [rate, loss, distance] = [make("td"), make("td"), make("td")];
    const cells = [make("th", { scope: "row" }, pick), ...(rated ? [rate] : []), loss, distance];
    const root = make("tr", {}, make("td", {}, on), ...cells);
    root.addEventListener("click", ({ target }) => { if (target !== on) game.choose(name); }, { signal });
    const said = make("td", { class: "lw-why", colspan: cells.length });
    const why = make("tr", { hidden: true }, make("td"), said);
    return { name, on, pick, rate, loss, distance, root, said, why };
  });
  const column = (text, more = {}) => make("th", { scope: "col", text, ...more });
  const away = far ? column(far, { title: "to the nearest minimum" }) : make("td");
  const rates = rated ? column("lr", { title: "learning rate" }) : null;
  const head = make("tr", {}, make("td"), column("rule"), rates, column("loss"), away);
  const table = make(
    "table",
    { class: "lw-table" },
    make("caption", { class: "lw-hidden", text: "The rules of the race at the current step" }),
    make("thead", {}, head),
    make("tbody", {}, ...rows.flatMap((row) => [row.root, row.why])),
  );
  const words = "Click a rule for its sliders and its arithmetic.";
  const note = rules.length > 1 ? make("p", { class: "lw-note", text: words }) : null;

  function update() {
    const shown = model.get("shown");
    const words = [`Step ${game.step()} of ${game.steps()}.`];
    for (const { name, on, pick, rate, loss, distance, root, said, why } of rows) {
      const result = game.results.get(name);
      on.checked = shown.includes(name);
      pick.setAttribute("aria-pressed", name === game.chosen());
      root.className = name === game.chosen() ? "lw-chosen" : "";
      const [a, b] = !game.gate.open || !on.checked ? ["", ""] : result ? summary(result, game) : ["–", ""];
      const { lr } = model.get("hyper")[name];
      const sorry = game.sorry(name);
      put(rate, lr === undefined ? "" : short(lr));
      put(loss, a);
      put(distance, b);
      put(said, sorry);
      why.hidden = !sorry || !on.checked;
      if (a && result) words.push(spoken(name, result, a, b, far));
      if (!why.hidden) words.push(`${sorry}.`);
    }
    if (game.gate.open) live.say(words.join(" "));
  }
  return { root: make("div", { class: "lw-scroll" }, table, note, live.root), update };
}

const put = (cell, text) => { if (cell.textContent !== text) cell.textContent = text; };

const short = (value) => number(value, value !== 0 && Math.abs(value) < 1e-3 ? 2 : 3);

function summary({ losses, points, lost, end }, { step, track, terrain }) {
  if (lost >= 0 && lost <= step()) return ["diverged", "at step " + lost];
  return [short(losses[end]), terrain.minima.length ? short(track.distance(points[2 * end], points[2 * end + 1])) : ""];
}

function spoken(name, { lost, end }, a, b, far) {
  if (a === "diverged") return `${name} diverged ${b}.`;
  return `${name}: loss ${a}${far ? `, ${b} from the nearest minimum` : ""}.`;
}
