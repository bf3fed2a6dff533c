// Frames: arrays computed before, and sliders or a pad to move among them.
import { unpacked } from "../maths/arrays.js";
import { axes, line } from "../page/chart.js";
import { drawMark, swatch } from "../page/marks.js";
import { announcer, assign, beforePaint, canvas, css, make, slider, watch } from "../page/ui.js";
import { drawPicture, drawScale, drawTiles } from "./heat.js";
import { framesPad } from "./pad.js";

export function frames({ model, el, signal, gate }) {
  const traits = ["axes", "sliders", "title", "label", "aspect", "captions", "pad"];
  const [axis, sliders, title, label, aspect, captions, pad] = traits.map((name) => model.get(name));
  const layers = model.get("layers").map((layer, index) => ({ ...layer, ...unpacked(layer.array), index }));
  const sizes = sliders.map(({ texts }) => texts.length);
  const at = () => model.get("at");
  const frame = () => at().reduce((sum, k, i) => sum * sizes[i] + k, 0);
  const move = (i, k) => assign(model, { at: at().map((old, j) => (j === i ? k : old)) });

  // The first value of a layer in this frame, and the shape of the frame.
  const part = ({ shape, moves }) => {
    const rest = moves ? shape.slice(sizes.length) : shape;
    return { rest, from: moves ? frame() * rest.reduce((a, b) => a * b, 1) : 0 };
  };

  function draw(ctx, width, height, colours) {
    const tiles = layers.find(({ kind }) => kind === "images");
    if (tiles) return gate.open ? drawTiles(ctx, width, height, colours, tiles, part(tiles)) : null;
    const heat = layers.find(({ kind }) => kind === "heat");
    const chart = axes(ctx, width, height, colours, axis.x, axis.y, { right: heat ? 64 : 10 });
    if (!gate.open) return null;
    if (heat) {
      drawPicture(ctx, chart, heat, part(heat), axis);
      drawScale(ctx, chart.box, colours, heat);
    }
    chart.clip(() => layers.forEach((layer) => drawLayer(ctx, chart, layer, css(colours.paper))));
    return null;
  }

  function drawLayer(ctx, chart, layer, paper) {
    const { kind, colour, dashed, at: value, index } = layer;
    if (kind === "heat") return;
    const { rest, from } = part(layer);
    const n = rest[0];
    const flat = kind === "lines";
    const xs = Array.from({ length: n }, (_, k) => (flat ? layer.x[k] : value(from + 2 * k)));
    const ys = Array.from({ length: n }, (_, k) => (flat ? value(from + k) : value(from + 2 * k + 1)));
    if (kind === "points") {
      const radius = n > 400 ? 1.6 : n > 60 ? 2.6 : 4;
      ctx.fillStyle = colour;
      ctx.globalAlpha = n > 400 ? 0.5 : 0.9;
      for (let k = 0; k < n; k++) {
        ctx.beginPath();
        ctx.arc(chart.X(xs[k]), chart.Y(ys[k]), radius, 0, 7);
        ctx.fill();
      }
      ctx.globalAlpha = 1;
      return;
    }
    ctx.setLineDash(dashed ? [6, 4] : []);
    line(ctx, chart, xs, ys, colour, 2);
    ctx.setLineDash([]);
    let last = n - 1;
    while (last > 0 && !Number.isFinite(chart.X(xs[last]) + chart.Y(ys[last]))) last--;
    if (!dashed && last >= 0) drawMark(ctx, index, chart.X(xs[last]), chart.Y(ys[last]), 4.5, colour, paper);
  }

  const view = canvas({ label, aspect, draw, signal });
  const told = announcer(signal);
  const plate = pad ? framesPad({ pad: { ...pad, ...unpacked(pad.array) }, sliders, at, move, signal, gate }) : null;
  const rows = sliders.map(({ name, texts }, i) => slider({
    label: name,
    range: { kind: "whole", low: 0, high: texts.length - 1 },
    value: at()[i],
    text: (k) => texts[Math.round(k)],
    signal,
    onInput: (k) => move(i, k),
  }));
  const refresh = beforePaint(() => {
    at().forEach((k, i) => rows[i].set(k));
    view.paint();
    plate?.paint();
    const places = sliders.map(({ name, texts }, i) => `${name} ${texts[at()[i]]}`);
    const words = captions ? captions[frame()] : places.join(", ");
    if (gate.open) told.say(words);
  }, signal);
  watch(model, ["at"], refresh, signal);
  gate.whenOpen(refresh);

  const named = layers.filter(({ kind, name }) => name && kind !== "heat" && kind !== "images");
  const legend = named.map(({ name, colour, index }) =>
    make("span", { class: "lw-check" }, swatch(index, colour), name));
  const charts = make("div", { class: plate ? "lw-race" : "" }, plate?.root, view.root);
  el.replaceChildren(
    make("p", { class: "lw-title", text: title }),
    charts,
    make("div", { class: "lw-bar" }, ...legend),
    make("div", { class: "lw-controls" }, ...rows.map(({ root }) => root)),
    told.root,
  );
  refresh();
}
