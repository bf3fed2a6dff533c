// Axes: a frame with ticks in which a widget draws its lines.
import { clamp, decades, ticks } from "../maths/scales.js";
import { css } from "./ui.js";

// Draws axes and returns {X, Y, box, clip}: X(value) and Y(value) are the place in pixels; clip(act) draws inside the
// box only. x, y: {low, high, log, label}. width, height: of the canvas. colours: from ui.js.
export function axes(ctx, width, height, colours, x, y, margin = {}) {
  const box = {
    left: margin.left ?? 46,
    right: width - (margin.right ?? 10),
    top: margin.top ?? 20,
    bottom: height - (margin.bottom ?? 34),
  };
  const X = along(x, box.left, box.right);
  const Y = along(y, box.bottom, box.top);
  ctx.font = `11px ${colours.font}`;
  ctx.lineWidth = 1;
  ctx.fillStyle = css(colours.ink, 0.75);
  ctx.strokeStyle = css(colours.ink, 0.12);
  ctx.textAlign = "center";
  for (const { value, text } of marks(x, (box.right - box.left) / 60)) {
    stroke(ctx, X(value), box.top, X(value), box.bottom);
    ctx.fillText(text, clamp(X(value), box.left, width - 4 - ctx.measureText(text).width / 2), box.bottom + 14);
  }
  ctx.textAlign = "right";
  for (const { value, text } of marks(y, (box.bottom - box.top) / 34)) {
    stroke(ctx, box.left, Y(value), box.right, Y(value));
    ctx.fillText(text, box.left - 6, Y(value) + 4);
  }
  ctx.strokeStyle = css(colours.ink, 0.5);
  stroke(ctx, box.left, box.bottom, box.right, box.bottom);
  stroke(ctx, box.left, box.top, box.left, box.bottom);
  ctx.fillStyle = css(colours.ink, 0.9);
  ctx.fillText(x.label ?? "", box.right, box.bottom + 29);
  ctx.textAlign = "left";
  ctx.fillText(y.label ?? "", 2, 11);
  return { X, Y, box, clip: (act) => clipped(ctx, box, act) };
}

const marks = ({ low, high, log }, count) => (log ? decades(low, high, count) : ticks(low, high, Math.max(2, count)));

export function along({ low, high, log }, from, to) {
  if (!log) return (v) => from + ((v - low) / (high - low)) * (to - from);
  const [a, b] = [Math.log10(low), Math.log10(high)];
  return (v) => from + (((v > 0 ? Math.log10(v) : a - 99) - a) / (b - a)) * (to - from);
}

function stroke(ctx, x0, y0, x1, y1) {
  ctx.beginPath();
  ctx.moveTo(Math.round(x0) + 0.5, Math.round(y0) + 0.5);
  ctx.lineTo(Math.round(x1) + 0.5, Math.round(y1) + 0.5);
  ctx.stroke();
}

function clipped(ctx, box, act) {
  ctx.save();
  ctx.beginPath();
  ctx.rect(box.left, box.top, box.right - box.left, box.bottom - box.top);
  ctx.clip();
  act();
  ctx.restore();
}

// A line through points (xs[i], ys[i]), broken where a value is missing.
export function line(ctx, { X, Y }, xs, ys, colour, thickness = 2, from = 0, to = xs.length) {
  ctx.strokeStyle = colour;
  ctx.lineWidth = thickness;
  ctx.lineJoin = "round";
  ctx.beginPath();
  let drawing = false;
  for (let i = from; i < to; i++) {
    const [px, py] = [X(xs[i]), Y(ys[i])];
    if (!Number.isFinite(px) || !Number.isFinite(py)) drawing = false;
    else {
      ctx[drawing ? "lineTo" : "moveTo"](clamp(px, -1e5, 1e5), clamp(py, -1e5, 1e5));
      drawing = true;
    }
  }
  ctx.stroke();
}
