// Arrays that Python has packed into text: whole numbers between two ends, the largest one for "no value".

// A packed array: {shape, low, high, log, bits, data}. Returns {shape, at(k)}, the k-th value in row order.
export function unpacked({ shape, low, high, log, bits, data }) {
  const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
  const wide = (_, k) => bytes[2 * k] + 256 * bytes[2 * k + 1];
  const codes = bits === 8 ? bytes : Uint16Array.from({ length: bytes.length / 2 }, wide);
  const none = 2 ** bits - 1;
  const value = (code) => low + (code / (none - 1)) * (high - low);
  const at = (k) => (codes[k] === none ? NaN : log ? 10 ** value(codes[k]) : value(codes[k]));
  return { shape, at, share: (k) => (codes[k] === none ? NaN : codes[k] / (none - 1)) };
}

// Colours from low (dark blue) to high (yellow) that are in order in grey, too; t from 0 to 1. As [red, green, blue].
const STOPS = [[38, 20, 80], [58, 82, 139], [32, 144, 140], [94, 201, 98], [248, 230, 60]];
export function tone(t) {
  const place = Math.min(0.9999, Math.max(0, t)) * (STOPS.length - 1);
  const k = Math.floor(place);
  return STOPS[k].map((from, channel) => Math.round(from + (place - k) * (STOPS[k + 1][channel] - from)));
}
