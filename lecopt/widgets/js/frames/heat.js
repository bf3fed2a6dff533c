// Heat maps and rows of small images, with the scale of their colours.
import { tone } from "../maths/arrays.js";
import { number } from "../maths/scales.js";
import { css } from "../page/ui.js";

// Pixels of rows × columns shares between 0 and 1, the first row at the bottom (or at the top).
export function pixels(share, from, rows, columns, colour, upwards) {
  const image = new ImageData(columns, rows);
  for (let j = 0; j < rows; j++) {
    for (let i = 0; i < columns; i++) {
      const t = share(from + (upwards ? rows - 1 - j : j) * columns + i);
      if (Number.isNaN(t)) continue; // no value: the paper shows
      image.data.set([...colour(t), 255], 4 * (j * columns + i));
    }
  }
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [columns, rows];
  canvas.getContext("2d").putImageData(image, 0, 0);
  return canvas;
}

// A heat map that fills the box of a chart.
export function drawPicture(ctx, { box }, { share }, { rest: [rows, columns], from }) {
  ctx.imageSmoothingEnabled = rows * columns > 2500;
  const map = pixels(share, from, rows, columns, tone, true);
  ctx.drawImage(map, box.left, box.top, box.right - box.left, box.bottom - box.top);
}

// The strip beside it that says which colour is which number.
export function drawScale(ctx, box, colours, { array: { low, high, log }, name }) {
  const left = box.right + 10;
  const strip = pixels((k) => k / 63, 0, 64, 1, tone, true);
  ctx.drawImage(strip, left, box.top, 10, box.bottom - box.top);
  ctx.font = `10px ${colours.font}`;
  ctx.fillStyle = css(colours.ink, 0.8);
  ctx.textAlign = "left";
  for (const t of [0, 0.5, 1]) {
    const value = low + t * (high - low);
    ctx.fillText(number(log ? 10 ** value : value, 2), left + 13, box.bottom + 3 - t * (box.bottom - box.top - 6));
  }
  ctx.textAlign = "right";
  ctx.fillText(name ?? "", box.right + 60, box.top - 8);
}

// k grey images in a row, as large as they fit, ink where the value is high.
export function drawTiles(ctx, width, height, colours, { share }, { rest: [count, rows, columns], from }) {
  const perRow = Math.ceil(count / Math.max(1, Math.round(Math.sqrt((count * height * columns) / (width * rows)))));
  const lines = Math.ceil(count / perRow);
  const unit = Math.min((width / perRow) * 0.92 / columns, (height / lines) * 0.92 / rows);
  ctx.imageSmoothingEnabled = false;
  const grey = (t) => colours.paper.map((paper, c) => paper + t * (colours.ink[c] - paper));
  for (let k = 0; k < count; k++) {
    const x = ((k % perRow) + 0.5) * (width / perRow) - (unit * columns) / 2;
    const y = (Math.floor(k / perRow) + 0.5) * (height / lines) - (unit * rows) / 2;
    const tile = pixels(share, from + k * rows * columns, rows, columns, grey, false);
    ctx.drawImage(tile, x, y, unit * columns, unit * rows);
  }
}
