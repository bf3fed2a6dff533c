// A mark for each line: a shape beside its colour, so that a picture reads in grey too.

// Corners, and where the first one points.
const SHAPES = [[24, 0], [4, 45], [3, -90], [4, 0], [5, -90], [3, 90], [6, 0]];

function corners(index, x, y, radius) {
  const [count, turn] = SHAPES[index % SHAPES.length];
  const reach = radius * (count === 3 ? 1.3 : count < 6 ? 1.15 : 1);
  return Array.from({ length: count }, (_, k) => {
    const angle = (turn / 180 + (2 * k) / count) * Math.PI;
    return [x + reach * Math.cos(angle), y + reach * Math.sin(angle)];
  });
}

export function drawMark(ctx, index, x, y, radius, fill, edge) {
  ctx.beginPath();
  for (const corner of corners(index, x, y, radius)) ctx.lineTo(...corner);
  ctx.closePath();
  ctx.fillStyle = fill;
  ctx.strokeStyle = edge;
  ctx.lineWidth = 2;
  ctx.stroke();
  ctx.fill();
}

// The same mark as a small picture for a legend.
export function swatch(index, colour) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  const shape = document.createElementNS(space, "polygon");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("class", "lw-swatch");
  svg.setAttribute("aria-hidden", "true");
  const points = corners(index, 8, 8, 6).map((corner) => corner.map((v) => v.toFixed(2)).join());
  shape.setAttribute("points", points.join(" "));
  shape.setAttribute("fill", colour);
  svg.append(shape);
  return svg;
}
