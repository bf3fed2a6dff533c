// The arithmetic of one step of the chosen rule: its own lines, each with the numbers of x and of y.
import { number } from "../maths/scales.js";
import { make } from "../page/ui.js";

export function raceWorking(game) {
  const { signal } = game;
  const body = make("div", { class: "lw-working" });
  const root = make("details", {}, make("summary", { text: "The arithmetic of this step" }), body);
  root.addEventListener("toggle", () => update(), { signal });

  function update() {
    if (!root.open) return;
    const rule = game.rules.find(({ name }) => name === game.chosen());
    if (!game.gate.open) return body.replaceChildren(make("p", { text: "First your prediction." }));
    if (!rule.program) {
      return body.replaceChildren(make("p", { text: `${rule.name} is more than arithmetic: ${rule.why}` }));
    }
    const k = Math.min(game.step(), game.steps() - 1);
    const { points, registers } = game.track.path(rule.name, { ...game.state(), steps: k + 1 });
    const lanes = registers.map((lane, i) => ({ lane, name: registers.length > 1 ? "xy"[i] : "" }));
    const words = ` from step ${k} to step ${k + 1}, for each coordinate by itself; dw is the gradient`;
    const heading = make("p", {}, make("b", { text: rule.name }), words);
    body.replaceChildren(heading, make("div", { class: "lw-scroll" }, table(rule, lanes, points.subarray(2 * k))));
  }
  return { root, update };
}

function table(rule, lanes, [x0, y0, x1, y1]) {
  const all = (show) => lanes.map(({ name, lane }) => {
    return make("div", {}, name && make("i", { text: name }), ...show(lane));
  });
  const bold = (value) => make("b", { text: number(value, 6) });
  const rows = [];
  if (lanes.length === 2) {
    for (const [place, name] of ["w", "dw"].entries()) rows.push(line(name, all((lane) => [bold(lane[place])])));
  }
  for (const [name, pieces, register] of rule.lines) {
    const numbers = (lane) => written(pieces, ([, place]) => filled(lane[place])) + " = ";
    const values = all((lane) => [numbers(lane), bold(lane[register])]);
    rows.push(line(`${name} = ${written(pieces, ([word]) => word)}`, values));
  }
  if (!rule.lines.length) {
    const point = (x, y) => `(${number(x, 6)}, ${number(y, 6)})`;
    rows.push(line("w becomes", [make("div", { text: `${point(x0, y0)} → ${point(x1, y1)}` })]));
  }
  return make("table", { class: "lw-lines" }, make("tbody", {}, ...rows));
}

const line = (name, values) => make("tr", {}, make("th", { scope: "row", text: name }), make("td", {}, ...values));

const filled = (value) => (value < 0 ? `(${number(value)})` : number(value));

// The pieces of a line as text: names by `say`, signs as they stand, with air around the weaker ones.
function written(pieces, say) {
  return pieces.map((piece, i) => {
    if (typeof piece !== "string") return say(piece);
    if (piece === "**" && pieces[i + 1] === "2") return "²";
    if (piece === "2" && pieces[i - 1] === "**") return "";
    if (piece === "**") return "^";
    if (piece === "*") return " · ";
    return "+-/".includes(piece) ? ` ${piece.replace("-", "−")} ` : piece;
  }).join("");
}
