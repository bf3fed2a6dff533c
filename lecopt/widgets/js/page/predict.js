// Predict, then reveal: a question before the outcome, which stays hidden until the reader has committed.
import { number } from "../maths/scales.js";
import { make, unique } from "./ui.js";

// {gate, root}: the gate a widget looks at, and the form to put above it (null where nothing is asked).
export function gateOf(model, signal) {
  const asked = model.get("predict");
  const waiting = [];
  const gate = { open: !asked, whenOpen(act) { if (!gate.open) waiting.push(act); } };
  if (!asked) return { gate, root: null };

  const { root: answers, given } = asked.choices ? choices(asked) : numberBox(asked);
  const verdict = make("p", { class: "lw-verdict", "aria-live": "polite" });
  const commit = make("button", { type: "submit", class: "lw-button", text: "Commit" });
  const fields = make("fieldset", {}, make("legend", { text: asked.question }), answers, commit);
  const root = make("form", { class: "lw-predict", novalidate: true }, fields, verdict);
  root.addEventListener("submit", (event) => {
    event.preventDefault();
    const answer = given();
    if (!answer) {
      verdict.textContent = asked.choices ? "Choose one first." : "Type a number first.";
      return;
    }
    fields.disabled = true;
    commit.remove();
    root.classList.add(answer.right ? "lw-right" : "lw-other");
    const judged = answer.right ? "Right. " : `You said ${answer.said}, it is ${answer.truth}. `;
    verdict.textContent = judged + asked.because;
    gate.open = true;
    for (const act of waiting) act();
  }, { signal });
  return { gate, root };
}

function choices({ choices: words, answer }) {
  const name = unique("choice");
  const boxes = words.map(() => make("input", { type: "radio", name }));
  const labels = words.map((word, k) => make("label", { class: "lw-check" }, boxes[k], word));
  const root = make("div", { class: "lw-bar" }, ...labels);
  const given = () => {
    const k = boxes.findIndex((box) => box.checked);
    return k < 0 ? null : { right: k === answer, said: words[k], truth: words[answer] };
  };
  return { root, given };
}

function numberBox({ number: truth, tolerance = 0.1, unit = "", question }) {
  const input = make("input", {
    type: "text",
    inputmode: "decimal",
    class: "lw-number",
    "aria-label": question,
    autocomplete: "off",
  });
  const root = make("div", { class: "lw-bar" }, input, unit);
  const words = (value) => `${number(value)} ${unit}`.trim();
  const given = () => {
    const text = input.value.trim().replace(",", ".").replace("−", "-");
    const value = Number(text);
    if (!text || !Number.isFinite(value)) return null;
    return { right: Math.abs(value - truth) <= tolerance * Math.abs(truth), said: words(value), truth: words(truth) };
  };
  return { root, given };
}
