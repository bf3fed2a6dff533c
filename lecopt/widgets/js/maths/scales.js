// Scales, ticks and numbers as text: what sliders and axes need to know about quantities.

// The way a slider runs, from t = 0 to t = 1. kinds: "linear"; "whole" (1, 2, 3 …); "log"; "log0" (log, and exactly 0
// at the left end); "keep" (a share that is kept each step, such as 0.9, 0.99, 0.999: even steps in the logarithm of
// what is lost).
export function scale({ kind, low, high }) {
  if (kind === "log" || kind === "log0") {
    const zero = kind === "log0" ? 0.02 : 0; // the first fiftieth of the way is zero
    return {
      at: (t) => (t < zero ? 0 : rounded(low * (high / low) ** ((t - zero) / (1 - zero)))),
      way: (v) => (v <= 0 ? 0 : clamp(zero + ((1 - zero) * Math.log(v / low)) / Math.log(high / low))),
    };
  }
  if (kind === "keep") {
    const lost = (v) => -Math.log10(1 - Math.min(v, high));
    return {
      at: (t) => +(1 - rounded(10 ** -(lost(low) + t * (lost(high) - lost(low))))).toFixed(9),
      way: (v) => clamp((lost(v) - lost(low)) / (lost(high) - lost(low))),
    };
  }
  const digits = kind === "whole" ? 0 : Math.max(0, 3 - Math.floor(Math.log10(high - low)));
  return {
    at: (t) => +(low + t * (high - low)).toFixed(digits),
    way: (v) => clamp((v - low) / (high - low)),
  };
}

const rounded = (v) => +v.toPrecision(3);
export const clamp = (t, low = 0, high = 1) => Math.min(high, Math.max(low, t));

// Round values between low and high, about `count` of them: {value, text}.
export function ticks(low, high, count = 5) {
  const rough = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * [1, 2, 5, 10].find((m) => m * power >= rough * 0.999);
  const list = [];
  for (let k = Math.ceil(low / step - 1e-9); k * step <= high + 1e-9 * step; k++) {
    const value = +(k * step).toPrecision(12);
    list.push({ value, text: number(value) });
  }
  return list;
}

// Powers of ten between low and high, at most about `count` of them.
export function decades(low, high, count = 6) {
  const [from, to] = [Math.ceil(Math.log10(low) - 1e-9), Math.floor(Math.log10(high) + 1e-9)];
  const step = Math.max(1, Math.ceil((to - from + 1) / count));
  const list = [];
  for (let k = Math.ceil(from / step) * step; k <= to; k += step) {
    list.push({ value: 10 ** k, text: k >= -2 && k <= 3 ? number(10 ** k) : power(k) });
  }
  return list;
}

// A number as people write it: 0.00012 as 1.2·10⁻⁴, with a true minus sign, `digits` digits that count.
export function number(value, digits = 4) {
  if (Number.isNaN(value)) return "not a number";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e5)) {
    const [mantissa, exponent] = value.toExponential(digits - 1).split("e");
    const short = String(+mantissa);
    return (short === "1" ? "" : short === "-1" ? "−" : short.replace("-", "−") + "·") + power(+exponent);
  }
  return String(+value.toPrecision(digits)).replace("-", "−");
}

function power(exponent) {
  return "10" + [...String(exponent)].map((c) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[c] ?? "⁻").join("");
}
