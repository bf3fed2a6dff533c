// A page without a kernel: each widget's data stands in its own element, and a small model holds it.
import { render } from "../main.js";

function pageModel(state, place) {
  const listeners = {};
  return {
    onPage: true,
    place,
    get: (name) => state[name],
    set(name, value) {
      if (state[name] === value) return;
      state[name] = value;
      for (const act of [...(listeners["change:" + name] ?? [])]) act();
    },
    save_changes() {},
    on(event, act) { (listeners[event] ??= new Set()).add(act); },
    off(event, act) { listeners[event]?.delete(act); },
  };
}

// Widgets near the top start at once, the others when the reader comes near: a page with many is quick to answer.
function start() {
  const counts = {};
  const near = new IntersectionObserver((seen) => {
    for (const { target, isIntersecting } of seen) {
      if (!isIntersecting) continue;
      near.unobserve(target);
      bringToLife(target);
    }
  }, { rootMargin: "100% 0px" });
  for (const element of document.querySelectorAll(".lecopt-widget[data-widget]:not([data-alive])")) {
    const kind = element.dataset.widget;
    counts[kind] = (counts[kind] ?? 0) + 1;
    element.id ||= `lecopt-${kind}-${counts[kind]}`; // its place in a link that carries its state
    const meant = () => location.hash.startsWith(`#${element.id}&`); // a link carries a state for this one
    if (meant() || element.getBoundingClientRect().top < 2 * innerHeight) bringToLife(element);
    else {
      near.observe(element);
      window.addEventListener("hashchange", () => { if (meant()) bringToLife(element); });
    }
  }
}

function bringToLife(element) {
  if (element.dataset.alive !== undefined) return;
  const still = [...element.childNodes];
  element.setAttribute("data-alive", "");
  try {
    const model = pageModel({ ...JSON.parse(element.dataset.spec), kind: element.dataset.widget }, element.id);
    render({ model, el: element });
  } catch (error) {
    element.replaceChildren(...still); // the picture says more than nothing
    console.error(error);
  }
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
