// The race's legend, switches and numbers in one table, and the sentence a screen reader hears.
import { number } from "../maths/scales.js";
import { swatch } from "../page/marks.js";
import { announcer, assign, make } from "../page/ui.js";

export function raceTable(game) {
  const { model, signal, rules } = game;
  const live = announcer(signal);
  live.root.classList.add("lw-hidden");
  const far = game.terrain.minima.length ? "distance" : "";
  const rows = rules.map(({ name, colour }, index) => {
    const on = make("input", { type: "checkbox", "aria-label": "show " + name });
    on.style.setProperty("--colour", colour);
    const wanted = (other) => (other === name ? on.checked : model.get("shown").includes(other));
    const choose = () => assign(model, { shown: rules.map((rule) => rule.name).filter(wanted) });
    on.addEventListener("input", choose, { signal });
    const pick = make("button", { type: "button", class: "lw-name" }, swatch(index, colour), name);
    pick.title = "show the settings and the arithmetic of " + name;
    pick.addEventListener("click", () => game.choose(name), { signal });
    const [loss, distance] = [make("td"), make("td")];
    const root = make("tr", {}, make("td", {}, on), make("th", { scope: "row" }, pick), loss, distance);
    return { name, on, pick, loss, distance, root };
  });
  const column = (text, more = {}) => make("th", { scope: "col", text, ...more });
  const away = far ? column(far, { title: "to the nearest minimum" }) : make("td");
  const head = make("tr", {}, make("td"), column("rule"), column("loss"), away);
  const table = make(
    "table",
    { class: "lw-table" },
    make("caption", { class: "lw-hidden", text: "The rules of the race at the current step" }),
    make("thead", {}, head),
    make("tbody", {}, ...rows.map((row) => row.root)),
  );

  function update() {
    const shown = model.get("shown");
    const words = [`Step ${game.step()} of ${game.steps()}.`];
    for (const { name, on, pick, loss, distance, root } of rows) {
      const result = game.results.get(name);
      on.checked = shown.includes(name);
      pick.setAttribute("aria-pressed", name === game.chosen());
      root.className = name === game.chosen() ? "lw-chosen" : "";
      const [a, b] = !game.gate.open || !on.checked ? ["", ""] : result ? summary(result, game) : ["–", ""];
      put(loss, a);
      put(distance, b);
      if (a && result) words.push(spoken(name, result, a, b, far));
    }
    if (game.gate.open) live.say(words.join(" "));
  }
  return { root: make("div", { class: "lw-scroll" }, table, live.root), update };
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
