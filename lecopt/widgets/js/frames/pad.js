// A pad: a map over two sliders, with a point on it to drag instead of moving both.
import { clamp } from "../maths/scales.js";
import { canvas, css, dragged } from "../page/ui.js";
import { drawPicture, drawScale } from "./heat.js";

// pad: {across, up (numbers of the sliders), name, array, share}. Returns the canvas.
export function framesPad({ pad, sliders, at, move, signal, gate }) {
  const [across, up] = [sliders[pad.across], sliders[pad.up]];
  const [columns, rows] = [across.texts.length, up.texts.length];
  let box;
  const X = (k) => box.left + ((k + 0.5) / columns) * (box.right - box.left);
  const Y = (k) => box.bottom - ((k + 0.5) / rows) * (box.bottom - box.top);

  function draw(ctx, width, height, colours) {
    box = { left: 46, right: width - 64, top: 20, bottom: height - 34 };
    ctx.font = `11px ${colours.font}`;
    ctx.fillStyle = css(colours.ink, 0.85);
    ctx.textAlign = "center";
    for (const k of [0, columns >> 1, columns - 1]) ctx.fillText(across.texts[k], X(k), box.bottom + 14);
    ctx.textAlign = "right";
    for (const k of [0, rows >> 1, rows - 1]) ctx.fillText(up.texts[k], box.left - 6, Y(k) + 4);
    ctx.fillText(across.name, box.right, box.bottom + 29);
    ctx.textAlign = "left";
    ctx.fillText(up.name, 2, 11);
    if (gate.open) {
      drawPicture(ctx, { box }, pad, { rest: [rows, columns], from: 0 });
      drawScale(ctx, box, colours, pad);
    }
    ctx.strokeStyle = css(colours.paper);
    ctx.fillStyle = css(colours.ink);
    ctx.lineWidth = 2.5;
    ctx.beginPath();
    ctx.arc(X(at()[pad.across]), Y(at()[pad.up]), 7, 0, 7);
    ctx.fill();
    ctx.stroke();
  }

  const go = (i, j) => {
    move(pad.across, clamp(i, 0, columns - 1));
    move(pad.up, clamp(j, 0, rows - 1));
  };
  const label = `Map over ${across.name} and ${up.name}: drag the point, or move it with the arrow keys`;
  const view = canvas({ label, aspect: 1.15, draw, signal, interactive: true });
  const follow = (event) => {
    const edges = view.root.getBoundingClientRect();
    const i = Math.floor(((event.clientX - edges.left - box.left) / (box.right - box.left)) * columns);
    const j = Math.floor(((box.bottom - (event.clientY - edges.top)) / (box.bottom - box.top)) * rows);
    go(i, j);
  };
  dragged(view.root, follow, signal);
  view.root.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
    if (!step) return;
    event.preventDefault();
    go(at()[pad.across] + step[0], at()[pad.up] + step[1]);
  }, { signal });
  return view;
}
