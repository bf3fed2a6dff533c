// The race's landscape: drawn once, with the paths over it and the start to move about.
import { grid, ready } from "../maths/programs.js";
import { clamp, ticks } from "../maths/scales.js";
import { bands, shaded } from "../maths/shading.js";
import { along } from "../page/chart.js";
import { drawMark } from "../page/marks.js";
import { assign, canvas, css, dragged } from "../page/ui.js";

const COLUMNS = 300;
const ROWS = 200;

export function raceMap(game) {
  const { model, signal, terrain } = game;
  const [[left, right], [bottom, top]] = terrain.window;
  const heights = bands(grid(ready(terrain.program), terrain.window, COLUMNS, ROWS), terrain.lowest);
  const deepest = terrain.lowest + 1e-6 * (1 + Math.abs(terrain.lowest));
  const stars = terrain.minima.map(([x, y]) => ({ x, y, size: game.track.look(x, y) <= deepest ? 8 : 4.5 }));
  const background = document.createElement("canvas");
  let painted = "";
  let X = () => 0;
  let Y = () => 0;

  function paintLandscape(width, height, ink) {
    const key = [width, height, ink].join();
    if (key === painted) return;
    painted = key;
    background.width = width;
    background.height = height;
    const image = new ImageData(shaded(heights, COLUMNS, ROWS, width, height, ink), width, height);
    background.getContext("2d").putImageData(image, 0, 0);
  }

  function draw(ctx, width, height, { ink, paper, font }, density) {
    X = along({ low: left, high: right }, 0, width);
    Y = along({ low: bottom, high: top }, height, 0);
    paintLandscape(Math.round(width * density), Math.round(height * density), ink);
    ctx.drawImage(background, 0, 0, width, height);
    ctx.font = `10px ${font}`;
    ctx.fillStyle = css(ink, 0.65);
    ctx.textAlign = "center";
    for (const { value, text } of ticks(left, right, 5)) {
      if (X(value) > 16 && X(value) < width - 10) ctx.fillText(text, X(value), height - 4);
    }
    ctx.textAlign = "left";
    for (const { value, text } of ticks(bottom, top, 5)) {
      if (Y(value) < height - 16 && Y(value) > 10) ctx.fillText(text, 4, Y(value) + 3);
    }
    for (const { x, y, size } of stars) star(ctx, X(x), Y(y), size, css(paper), css(ink));
    if (game.gate.open) for (const racer of game.inOrder()) drawPath(ctx, racer, css(paper));
    const [x, y] = model.get("start");
    ring(ctx, X(x), Y(y), css(ink), css(paper));
    const below = Y(y) + (Y(y) > height - 30 ? -13 : 20);
    label(ctx, "start", clamp(X(x), 18, width - 18), below, css(ink), css(paper, 0.8), font);
  }

  function drawPath(ctx, { points, colour, index, end, chosen }, paper) {
    ctx.strokeStyle = ctx.fillStyle = colour;
    ctx.lineWidth = chosen ? 2.6 : 1.8;
    ctx.lineJoin = "round";
    const place = (k) => [clamp(X(points[2 * k]), -1e4, 1e4), clamp(Y(points[2 * k + 1]), -1e4, 1e4)];
    const dots = new Path2D();
    let [lineX, lineY, dotX, dotY] = [1e9, 0, 1e9, 0];
    ctx.beginPath();
    for (let k = 0; k <= end; k++) {
      const [x, y] = place(k);
      if (Math.abs(x - lineX) + Math.abs(y - lineY) < 0.7 && k < end) continue; // no eye sees these
      ctx.lineTo(x, y);
      [lineX, lineY] = [x, y];
      if (Math.hypot(x - dotX, y - dotY) < 4) continue; // dots for the steps where they can be told apart
      dots.moveTo(x + 2.2, y);
      dots.arc(x, y, 2.2, 0, 7);
      [dotX, dotY] = [x, y];
    }
    ctx.stroke();
    ctx.fill(dots);
    drawMark(ctx, index, ...place(end), chosen ? 6 : 5, colour, paper);
  }

  const view = canvas({
    label: `Landscape ${terrain.name}. The arrow keys move the start; with Shift they move it further.`,
    aspect: clamp((right - left) / (top - bottom), 1, 1.6),
    draw,
    signal,
    interactive: true,
  });

  const within = (value, low, high) => +clamp(value, low, high).toPrecision(6);
  const moveTo = (x, y) => assign(model, { start: [within(x, left, right), within(y, bottom, top)] });
  const follow = (event) => {
    const box = view.root.getBoundingClientRect();
    const x = left + ((event.clientX - box.left) / box.width) * (right - left);
    const y = top - ((event.clientY - box.top) / box.height) * (top - bottom);
    moveTo(x, y);
  };
  dragged(view.root, follow, signal);
  view.root.addEventListener("keydown", (event) => {
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
    if (!way || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    const part = event.shiftKey ? 0.1 : 0.01;
    const [x, y] = model.get("start");
    moveTo(x + way[0] * part * (right - left), y + way[1] * part * (top - bottom));
  }, { signal });
  return view;
}

function star(ctx, x, y, size, fill, edge) {
  ctx.beginPath();
  for (let k = 0; k < 10; k++) {
    const radius = k % 2 ? 0.43 * size : size;
    ctx.lineTo(x + radius * Math.sin((k * Math.PI) / 5), y - radius * Math.cos((k * Math.PI) / 5));
  }
  ctx.closePath();
  ctx.fillStyle = fill;
  ctx.strokeStyle = edge;
  ctx.lineWidth = 1;
  ctx.fill();
  ctx.stroke();
}

function ring(ctx, x, y, ink, paper) {
  ctx.beginPath();
  ctx.arc(x, y, 7, 0, 7);
  ctx.strokeStyle = paper;
  ctx.lineWidth = 5;
  ctx.stroke();
  ctx.strokeStyle = ink;
  ctx.lineWidth = 2;
  ctx.stroke();
}

function label(ctx, text, x, y, ink, paper, font) {
  ctx.font = `600 11px ${font}`;
  ctx.textAlign = "center";
  ctx.lineJoin = "round";
  ctx.lineWidth = 3;
  ctx.strokeStyle = paper;
  ctx.fillStyle = ink;
  ctx.strokeText(text, x, y);
  ctx.fillText(text, x, y);
}
