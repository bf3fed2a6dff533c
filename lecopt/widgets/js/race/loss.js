// The race's losses against the step, on a log axis where the landscape has a lowest point.
import { clamp } from "../maths/scales.js";
import { axes, line } from "../page/chart.js";
import { drawMark } from "../page/marks.js";
import { canvas, css, dragged } from "../page/ui.js";

const FLOOR = 1e-16; // as near to the minimum as a double can say

export function raceLoss(game) {
  const { signal, terrain } = game;
  const log = terrain.minima.length > 0;
  const above = (loss) => (log ? Math.max(loss - terrain.lowest, FLOOR) : loss);
  let box;

  function draw(ctx, width, height, colours) {
    const racers = game.gate.open ? game.inOrder() : [];
    const steps = game.steps();
    const losses = racers.map((racer) => racer.losses.map(above));
    const x = { low: 0, high: steps, label: "step" };
    const y = { ...range(losses, log), log, label: !log || terrain.lowest === 0 ? "loss" : "loss above the minimum" };
    const frame = axes(ctx, width, height, colours, x, y);
    box = frame.box;
    const numbers = Array.from({ length: steps + 1 }, (_, k) => k);
    const at = frame.X(game.step());
    ctx.strokeStyle = css(colours.ink, 0.45);
    ctx.beginPath();
    ctx.moveTo(at, box.top);
    ctx.lineTo(at, box.bottom);
    ctx.stroke();
    frame.clip(() => racers.forEach(({ colour, chosen, stop }, i) => {
      if (game.step() < stop) {
        ctx.globalAlpha = 0.28;
        line(ctx, frame, numbers, losses[i], colour, 1.2, 0, stop + 1);
        ctx.globalAlpha = 1;
      }
      line(ctx, frame, numbers, losses[i], colour, chosen ? 2.6 : 1.8, 0, Math.min(stop, game.step()) + 1);
    }));
    racers.forEach(({ colour, index, end, chosen }, i) => {
      const place = frame.Y(losses[i][end]);
      if (!Number.isFinite(place)) return;
      const y = clamp(place, box.top, box.bottom);
      drawMark(ctx, index, frame.X(end), y, chosen ? 5 : 4, colour, css(colours.paper));
    });
  }

  const view = canvas({ label: "Loss of every rule against the step", aspect: 1.5, draw, signal });
  const follow = (event) => {
    const edges = view.root.getBoundingClientRect();
    game.goTo(Math.round(((event.clientX - edges.left - box.left) / (box.right - box.left)) * game.steps()));
  };
  dragged(view.root, follow, signal);
  return view;
}

// The part of the loss axis worth showing: from the start's loss to the lowest, and not all the way up a divergence.
function range(losses, log) {
  let low = Infinity;
  let high = -Infinity;
  let start = 1;
  for (const list of losses) {
    start = list[0];
    for (const loss of list) {
      if (loss < low) low = loss;
      if (loss > high && loss < Infinity) high = loss;
    }
  }
  if (low > high) return log ? { low: 1e-3, high: 1e3 } : { low: -1, high: 1 };
  if (log) {
    const top = Math.min(high, 1e4 * start);
    return { low: 10 ** Math.floor(Math.log10(low) - 0.05), high: 10 ** Math.ceil(Math.log10(top) + 0.05) };
  }
  const reach = 4 * Math.abs(start) + 1;
  [low, high] = [Math.max(low, start - reach), Math.min(high, start + reach)];
  return { low: low - 0.05 * (high - low) - 1e-9, high: high + 0.05 * (high - low) + 1e-9 };
}
