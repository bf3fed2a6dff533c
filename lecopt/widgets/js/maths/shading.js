// A landscape in bands of equal log height: pure arithmetic on numbers and pixels. Node tests this file by itself.

const BANDS = 16;

// Heights of a grid of values in bands, 0 at the lowest: the logarithm of the height above the lowest,
// softened so that the lowest 3 % of the picture don't use up the bands.
export function bands(values, lowest) {
  const finite = values.filter(Number.isFinite).sort();
  const bottom = Math.min(lowest, finite[0] ?? 0);
  const soft = finite[Math.floor(0.03 * finite.length)] - bottom || 1;
  const [low, high] = [Math.log(soft), Math.log((finite[finite.length - 1] ?? 1) - bottom + soft)];
  return Float32Array.from(values, (z) => ((Math.log(z - bottom + soft) - low) / (high - low || 1)) * BANDS);
}

// Pixels (red, green, blue, opacity, …) of a picture of heights: the ink thickens band by band, a fine line parts the
// bands. heights: columns × rows of them, spread over width × height pixels. ink: [red, green, blue].
export function shaded(heights, columns, rows, width, height, ink) {
  const v = spread(heights, columns, rows, width, height);
  const pixels = new Uint8ClampedArray(4 * width * height);
  for (let j = 0, k = 0; j < height; j++) {
    for (let i = 0; i < width; i++, k++) {
      const right = v[i + 1 < width ? k + 1 : k - 1];
      const below = v[j + 1 < height ? k + width : k - width];
      const slope = Math.hypot(right - v[k], below - v[k]) + 1e-6; // bands per pixel
      const edge = Math.round(v[k]);
      const past = (v[k] - edge) / slope; // pixels past the nearest edge between two bands
      const above = Math.min(1, Math.max(0, past + 0.5));
      const band = Math.min(BANDS, Math.max(0, edge - 1 + above));
      const line = edge > 0 && edge < BANDS ? Math.max(0, 1 - Math.abs(past)) * Math.min(1, 0.25 / slope) : 0;
      pixels[4 * k] = ink[0];
      pixels[4 * k + 1] = ink[1];
      pixels[4 * k + 2] = ink[2];
      pixels[4 * k + 3] = 255 * (0.3 * (band / BANDS) ** 1.3 + 0.16 * line) || 0;
    }
  }
  return pixels;
}

// A grid of numbers spread over more pixels, in straight lines between neighbours.
function spread(grid, columns, rows, width, height) {
  const wide = new Float32Array(width * height);
  for (let j = 0, k = 0; j < height; j++) {
    const y = (j * (rows - 1)) / (height - 1);
    const j0 = Math.min(rows - 2, Math.floor(y));
    const ty = y - j0;
    for (let i = 0; i < width; i++, k++) {
      const x = (i * (columns - 1)) / (width - 1);
      const i0 = Math.min(columns - 2, Math.floor(x));
      const tx = x - i0;
      const a = j0 * columns + i0;
      const b = a + columns;
      wide[k] = (1 - ty) * ((1 - tx) * grid[a] + tx * grid[a + 1]) + ty * ((1 - tx) * grid[b] + tx * grid[b + 1]);
    }
  }
  return wide;
}
