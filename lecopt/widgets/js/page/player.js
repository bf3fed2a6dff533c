// Play, pause, step and scrub: the same for every widget that has a course of steps.
import { button, calm, make, slider } from "./ui.js";

// steps(), step(): how many there are and which one is shown; goTo(k): shows another.
// Returns {root, update, play, pause}.
export function player({ signal, steps, step, goTo }) {
  let ticking = 0;
  let begun = 0;
  let from = 0;
  const pace = () => (calm() ? 600 : 16);
  const length = () => Math.min(8000, Math.max(1500, 60 * steps())); // milliseconds from the first step to the last

  function tick() {
    const part = (performance.now() - begun) / length();
    const k = Math.round(from + part * steps());
    goTo(Math.min(k, steps()));
    if (k >= steps()) pause();
    else ticking = calm() ? setTimeout(tick, pace()) : requestAnimationFrame(tick);
  }
  function play() {
    pause();
    from = step() >= steps() ? 0 : step();
    begun = performance.now();
    ticking = -1;
    tick();
  }
  function pause() {
    clearTimeout(ticking);
    cancelAnimationFrame(ticking);
    ticking = 0;
    update();
  }
  const jump = (k) => {
    pause();
    goTo(k);
  };
  signal.addEventListener("abort", pause);

  const bare = (label, icon, onClick) => button({ label, icon, signal, bare: true, onClick });
  const toggle = bare("Play", "play", () => (ticking ? pause() : play()));
  const back = bare("One step back", "back", () => jump(Math.max(0, step() - 1)));
  const next = bare("One step on", "next", () => jump(Math.min(steps(), step() + 1)));
  const scrub = slider({
    label: "step",
    range: { kind: "whole", low: 0, high: steps() },
    value: step(),
    text: (k) => `${k} of ${steps()}`,
    signal,
    onInput: jump,
  });

  function update() {
    toggle.set(ticking ? { label: "Pause", icon: "pause" } : { label: "Play", icon: "play" });
    scrub.set(step(), { kind: "whole", low: 0, high: steps() });
    back.set({ disabled: step() <= 0 });
    next.set({ disabled: step() >= steps() });
  }
  const root = make("div", { class: "lw-player" }, back.root, toggle.root, next.root, scrub.root);
  return { root, update, play, pause };
}
