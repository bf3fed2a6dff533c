// The pieces every widget is built of. No markup is ever read from text, so words in a spec stay words.
import { scale, number } from "../maths/scales.js";

let views = 0;
export const unique = (word) => `lecopt-${word}-${++views}`;

// An element with properties (class, text, and attributes by name) and children.
export function make(tag, { text, class: names, ...attributes } = {}, ...children) {
  const element = document.createElement(tag);
  if (names) element.className = names;
  if (text !== undefined) element.textContent = text;
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false && value != null) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child != null));
  return element;
}

// A labelled slider. range: {kind, low, high} as in scales.js. Returns {root, set(value, range if it changed), input}.
export function slider({ label, range, value, text = number, signal, onInput }) {
  const id = unique("slider");
  const input = make("input", { type: "range", id, min: 0, step: 1 });
  const output = make("output", { for: id });
  let way, steps, said;
  const say = (v) => {
    const words = text(v);
    if (words === said) return;
    said = output.textContent = words;
    input.setAttribute("aria-valuetext", words);
    input.style.setProperty("--way", `${(100 * input.value) / steps}%`);
  };
  const set = (v, changed = range) => {
    if (changed.high !== range.high || !way) {
      range = changed;
      way = scale(range);
      input.max = steps = range.kind === "whole" ? range.high - range.low : 240;
    }
    input.value = Math.round(way.way(v) * steps);
    say(v);
  };
  input.addEventListener("input", () => {
    const v = way.at(input.value / steps);
    say(v);
    onInput(v);
  }, { signal });
  set(value);
  const row = make("div", { class: "lw-slider" }, make("label", { for: id, text: label }), input, output);
  return { root: row, set, input };
}

// A button. icon: one of the names in ICONS, or none. Returns {root, set({label, icon, pressed, disabled})}.
export function button({ label, icon, signal, onClick, bare = false }) {
  const root = make("button", { type: "button", class: bare ? "lw-button lw-bare" : "lw-button" });
  const set = ({ label: word = label, icon: drawing = icon, pressed, disabled }) => {
    root.replaceChildren(...(drawing ? [drawn(drawing)] : []), ...(bare ? [] : [word]));
    if (bare) { root.setAttribute("aria-label", word); root.title = word; }
    if (pressed !== undefined) root.setAttribute("aria-pressed", pressed);
    if (disabled !== undefined) root.disabled = disabled;
  };
  set({});
  root.addEventListener("click", onClick, { signal });
  return { root, set };
}

const ICONS = {
  play: "M5 3v14l12-7z",
  pause: "M5 3h4v14H5zM12 3h4v14h-4z",
  next: "M4 3l9 7-9 7zM14 3h3v14h-3z",
  back: "M16 3l-9 7 9 7zM3 3h3v14H3z",
  reset: "M10 3a7 7 0 1 0 6.9 8.2l-2-.4A5 5 0 1 1 10 5c1.3 0 2.4.5 3.3 1.3L11 8.6h6V2.4l-2.2 2.3A7 7 0 0 0 10 3z",
};

function drawn(name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  const path = document.createElementNS(space, "path");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

// A checkbox with its label; colour: the swatch before it. Returns {root, input, set(checked)}.
export function checkbox({ label, checked, colour, signal, onInput }) {
  const input = make("input", { type: "checkbox" });
  input.checked = checked;
  input.addEventListener("input", () => onInput(input.checked), { signal });
  const root = make("label", { class: "lw-check" }, input, label);
  if (colour) root.style.setProperty("--colour", colour);
  return { root, input, set: (value) => { input.checked = value; } };
}

// A sentence that a screen reader hears once things have been quiet for a moment. Returns {root, say(text)}.
export function announcer(signal, wait = 500) {
  const root = make("p", { class: "lw-live", "aria-live": "polite" });
  let timer;
  signal.addEventListener("abort", () => clearTimeout(timer));
  return {
    root,
    say(text) {
      clearTimeout(timer);
      timer = setTimeout(() => { if (root.textContent !== text) root.textContent = text; }, wait);
    },
  };
}

// Calls draw once before the next paint, however often it is asked to.
export function beforePaint(draw, signal) {
  let asked = 0;
  signal.addEventListener("abort", () => cancelAnimationFrame(asked));
  return () => { asked ||= requestAnimationFrame(() => { asked = 0; draw(); }); };
}

// A canvas that fills its box and stays sharp. aspect: width / height. draw(ctx, width, height, colours) in CSS pixels.
// Returns {root, redraw, repaint(now), size}. interactive: the reader moves something in it, so it takes the keyboard.
export function canvas({ label, aspect, draw, signal, interactive = false }) {
  const root = make("canvas", {
    class: "lw-canvas",
    role: interactive ? "application" : "img",
    "aria-label": label,
    tabindex: interactive ? 0 : null,
  });
  const ctx = root.getContext("2d");
  const size = { width: 0, height: 0, density: 1 };
  root.style.aspectRatio = String(aspect);
  const paint = () => {
    if (!size.width) return;
    ctx.setTransform(size.density, 0, 0, size.density, 0, 0);
    ctx.clearRect(0, 0, size.width, size.height);
    draw(ctx, size.width, size.height, colours(root), size.density);
  };
  const redraw = beforePaint(paint, signal);
  onResize(root, () => {
    const { clientWidth: width, clientHeight: height } = root;
    const density = Math.min(3, window.devicePixelRatio || 1);
    if (width === size.width && height === size.height && density === size.density) return;
    Object.assign(size, { width, height, density });
    root.width = Math.round(width * density);
    root.height = Math.round(height * density);
    paint();
  }, signal);
  onTheme(paint, signal);
  return { root, redraw, paint, size };
}

export function onResize(element, act, signal) {
  const observer = new ResizeObserver(act);
  observer.observe(element);
  signal.addEventListener("abort", () => observer.disconnect());
}

// Colours of a canvas, as [red, green, blue]: ink is the page's text, paper its background.
export function colours(element) {
  const style = getComputedStyle(element);
  const ink = rgb(style.color);
  return { ink, paper: rgb(style.backgroundColor), dark: ink[0] + ink[1] + ink[2] > 384, font: style.fontFamily };
}

const rgb = (text) => (text.match(/[\d.]+/g) ?? [0, 0, 0]).slice(0, 3).map(Number);
export const css = ([r, g, b], alpha = 1) => `rgba(${r}, ${g}, ${b}, ${alpha})`;

// Calls act when the page turns dark or light: the book's data-theme, JupyterLab's and Colab's, and the system's.
export function onTheme(act, signal) {
  const again = () => {
    act();
    for (const wait of [60, 400]) setTimeout(() => signal.aborted || act(), wait); // a theme's styles may arrive late
  };
  const observer = new MutationObserver(again);
  const names = ["data-theme", "data-jp-theme-light", "data-jp-theme-name", "theme", "class"];
  const options = { attributes: true, attributeFilter: names };
  observer.observe(document.documentElement, options);
  observer.observe(document.body, options);
  signal.addEventListener("abort", () => observer.disconnect());
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again, { signal });
}

export const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

// Calls act when one of the model's traits changes; forgets it when the view goes.
export function watch(model, names, act, signal) {
  const events = names.map((name) => "change:" + name);
  for (const event of events) model.on(event, act);
  signal.addEventListener("abort", () => { for (const event of events) model.off(event, act); });
}

// Sets traits and sends them to Python, where there is one.
export function assign(model, traits) {
  for (const [name, value] of Object.entries(traits)) model.set(name, value);
  model.save_changes();
}

// Calls follow(event) where the pointer goes down on an element, and wherever it is dragged from there.
export function dragged(root, follow, signal) {
  root.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    root.setPointerCapture(event.pointerId);
    follow(event);
  }, { signal });
  root.addEventListener("pointermove", (event) => {
    if (root.hasPointerCapture(event.pointerId)) follow(event);
  }, { signal });
}
