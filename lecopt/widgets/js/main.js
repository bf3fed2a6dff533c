// The widgets by name, and the one function that a notebook or a page calls to show one.
import { curves } from "./curves/curves.js";
import { frames } from "./frames/frames.js";
import { gateOf } from "./page/predict.js";
import { make } from "./page/ui.js";
import { race } from "./race/race.js";

const KINDS = { curves, frames, race };

// Shows a model in an element. Returns the clean-up: every listener hangs on one signal, and goes with it.
export function render({ model, el }) {
  const kind = KINDS[model.get("kind")];
  if (!kind) throw new Error("lecopt has no widget of the kind " + model.get("kind"));
  const ending = new AbortController();
  const keepKeys = ({ target }) => { target.dataset.lmSuppressShortcuts = "true"; }; // JupyterLab would take the arrows
  el.addEventListener("focusin", keepKeys, { signal: ending.signal });
  el.classList.add("lecopt-widget", "lw-" + model.get("kind"));
  const { gate, root } = gateOf(model, ending.signal);
  const body = root ? make("div") : el;
  if (root) el.replaceChildren(root, body);
  kind({ model, el: body, signal: ending.signal, gate });
  return () => ending.abort();
}

export default { render };
