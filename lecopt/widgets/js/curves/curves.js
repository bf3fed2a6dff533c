// Curves: functions of one variable, sliders for other symbols, a point to drag with its tangent or secant, a descent.
import { evaluate, ready } from "../maths/programs.js";
import { clamp, number } from "../maths/scales.js";
import { axes, line } from "../page/chart.js";
import { drawMark, swatch } from "../page/marks.js";
import { announcer, assign, beforePaint, button, canvas, css, dragged, make, slider, watch } from "../page/ui.js";

const PLACES = 400;

export function curves({ model, el, signal, gate }) {
  const traits = ["lines", "axes", "sliders", "extra", "initial"];
  const [lines, axis, sliders, extra, initial] = traits.map((name) => model.get(name));
  const programs = lines.map(({ program }) => ready(program)); // outputs: value, slope
  const values = () => model.get("values");
  const inputs = () => sliders.map(({ name }) => values()[name]).slice(0, programs[0].inputs.length - 1);
  const place = () => (extra.moves ? values()[extra.moves] : model.get("point"));
  const look = (k, x) => evaluate(programs[k], x, ...inputs());
  const { low, high, log } = axis.x;
  const across = (t) => (log ? low * (high / low) ** t : low + t * (high - low)); // t from 0 (left) to 1 (right)
  const places = Array.from({ length: PLACES }, (_, k) => across(k / (PLACES - 1)));
  let chart;

  function draw(ctx, width, height, colours) {
    chart = axes(ctx, width, height, colours, axis.x, axis.y);
    chart.clip(() => {
      if (gate.open || extra.point) {
        programs.forEach((_, k) => line(ctx, chart, places, places.map((x) => look(k, x)[0]), lines[k].colour, 2.2));
      }
      if (!gate.open) return;
      if (extra.tangent) straight(ctx, ...look(0, place()), css(colours.ink, 0.75), []);
      if (extra.secant) secant(ctx, colours);
      if (extra.descent) descent(ctx, colours);
    });
    if (extra.point) {
      const x = place();
      const y = clamp(chart.Y(look(0, x)[0]), chart.box.top, chart.box.bottom);
      drawMark(ctx, 0, chart.X(x), y, 7, css(colours.ink), css(colours.paper));
    }
  }

  // A line through the point (x, y) with a slope, from edge to edge.
  function straight(ctx, y, slope, colour, dash, x = place()) {
    ctx.setLineDash(dash);
    const ends = [low, high];
    line(ctx, chart, ends, ends.map((at) => y + slope * (at - x)), colour, 1.6);
    ctx.setLineDash([]);
  }

  function secant(ctx, colours) {
    const [x, h] = [place(), values()[extra.secant]];
    const [from] = look(0, x);
    const [to] = look(0, x + h);
    straight(ctx, from, (to - from) / h, extra.colour, [6, 4]);
    drawMark(ctx, 1, chart.X(x + h), chart.Y(to), 5, extra.colour, css(colours.paper));
  }

  const path = () => {
    const xs = [place()];
    for (let k = 0; k < values().steps; k++) xs.push(xs[k] - values().lr * look(0, xs[k])[1]);
    return xs;
  };

  function descent(ctx, colours) {
    const xs = path();
    const ys = xs.map((x) => look(0, x)[0]);
    line(ctx, chart, xs, ys, extra.colour, 1.4);
    xs.forEach((x, k) => {
      const [px, py] = [chart.X(x), chart.Y(ys[k])];
      if (!Number.isFinite(px + py) || Math.abs(px) >= 1e5) return;
      drawMark(ctx, 3, px, clamp(py, -1e5, 1e5), 3.5, extra.colour, css(colours.paper));
    });
  }

  function said() {
    if (!gate.open) return "";
    const x = place();
    if (extra.descent) {
      const xs = path();
      const end = xs[xs.length - 1];
      const verdict = Number.isFinite(end) && Math.abs(end) < 1e6
        ? `at ${number(end)}, value ${number(look(0, end)[0])}`
        : "far away: it diverges";
      return `From ${number(x)}, after ${values().steps} steps: ${verdict}.`;
    }
    if (!extra.point) return "";
    const [y, slope] = look(0, x);
    const words = `At ${number(x)}: value ${number(y)}, slope ${number(slope, 6)}`;
    if (!extra.secant) return words + ".";
    const rise = (look(0, x + values()[extra.secant])[0] - y) / values()[extra.secant];
    return `${words}, secant ${number(rise, 6)}, error ${number(Math.abs(rise - slope), 3)}.`;
  }

  const view = canvas({ label: model.get("label"), aspect: 1.8, draw, signal, interactive: extra.point });
  const told = announcer(signal, 300);
  const rows = sliders.map(({ name, label, ...range }) => {
    const onInput = (v) => assign(model, { values: { ...values(), [name]: v } });
    return slider({ label: label ?? name, range, value: values()[name], signal, onInput });
  });
  const readout = make("p", { class: "lw-note" });
  const refresh = beforePaint(() => {
    sliders.forEach(({ name }, k) => rows[k].set(values()[name]));
    view.paint();
    readout.textContent = said();
    told.say(said());
  }, signal);
  watch(model, ["values", "point"], refresh, signal);
  gate.whenOpen(refresh);
  if (extra.point) movable();

  function movable() {
    const inverse = (px) => {
      const t = clamp((px - chart.box.left) / (chart.box.right - chart.box.left));
      return +across(t).toPrecision(4);
    };
    const range = sliders.find(({ name }) => name === extra.moves);
    const moved = (x) => ({ values: { ...values(), [range.name]: clamp(x, range.low, range.high) } });
    const move = (x) => assign(model, range ? moved(x) : { point: x });
    const follow = (event) => move(inverse(event.clientX - view.root.getBoundingClientRect().left));
    dragged(view.root, follow, signal);
    view.root.addEventListener("keydown", (event) => {
      const way = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key];
      if (!way) return;
      event.preventDefault();
      move(inverse(chart.X(place()) + way * (event.shiftKey ? 10 : 2)));
    }, { signal });
  }

  const restart = () => assign(model, structuredClone(initial));
  const reset = button({ label: "Reset", icon: "reset", signal, onClick: restart });
  const named = lines.filter(({ name }) => name);
  const legend = named.map(({ name, colour }, k) => make("span", { class: "lw-check" }, swatch(k, colour), name));
  const bar = make("div", { class: "lw-bar" }, reset.root);
  el.replaceChildren(
    view.root,
    make("div", { class: "lw-bar" }, ...legend),
    readout,
    make("div", { class: "lw-controls" }, ...rows.map(({ root }) => root), bar),
    make("div", { class: "lw-hidden" }, told.root),
  );
  refresh();
}
