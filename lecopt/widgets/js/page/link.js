// A widget's state in the address: #lecopt-race-1&start=1,2&steps=50. Only numbers and known names ever come out of it.

// The part of an address for a state. place: the widget's id on its page. parts: [[name, text], …].
export function address(place, parts) {
  const texts = parts.map(([name, text]) => `${name}=${encodeURIComponent(text).replaceAll("%2C", ",")}`);
  return "#" + [place, ...texts].join("&");
}

// The parts of an address that are meant for a place, as a Map from name to text; null where it is meant for another.
export function partsOf(hash, place) {
  const [where, ...parts] = hash.slice(1).split("&");
  if (where !== place) return null;
  try {
    return new Map(parts.map((part) => part.split("=").map(decodeURIComponent)).filter((pair) => pair.length === 2));
  } catch {
    return new Map(); // someone cut the link short
  }
}
