// Random numbers, nearly normal (mean 0, variance 1): each the sum of twelve uniform ones, less six. Only whole numbers
// are added, so Python (lecopt/widgets/noise.py) finds the same numbers to the last bit.
export function noise(seed, count) {
  const values = new Float64Array(count);
  let counter = Math.imul(seed, 0x9e3779b9);
  for (let k = 0; k < count; k++) {
    let sum = 0;
    for (let i = 0; i < 12; i++) {
      counter = (counter + 0x6d2b79f5) | 0;
      let t = Math.imul(counter ^ (counter >>> 15), counter | 1);
      t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
      sum += (t ^ (t >>> 14)) >>> 0;
    }
    values[k] = (sum - 6 * 2 ** 32) / 2 ** 32;
  }
  return values;
}
