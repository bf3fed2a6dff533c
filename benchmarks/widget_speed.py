"""How soon does a widget answer: from a slider's input to the paint that shows it?

    python benchmarks/widget_speed.py

The widget is a race of seven rules, 500 steps, on a landscape drawn 300 × 200.
In headless Chromium Adam's learning rate is moved 200 times, at moments that have nothing to do with the screen's own
rhythm, once at full speed and once with the processor throttled four times. Two times are taken of every move:
`work`, what the script does from the input to the end of its drawing; and `paint`, from the input to the first task
after the frame in which it was drawn, with the wait for that frame (up to 16.7 ms) and the browser's own layout and
paint in it. The aim for `paint`: median under 16 ms and 95th percentile under 33 ms; throttled, a median under 50 ms.
"""

import os
import shutil
import tempfile
from pathlib import Path

import numpy as np
from playwright.sync_api import sync_playwright

os.environ["LECOPT_SITE"] = "1"
from lecopt.widgets import classic_script, race, stylesheet

MOVES = 200
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WATCH = """
const real = window.requestAnimationFrame;
window.frameWork = 0;
window.requestAnimationFrame = (act) => real((time) => {
  const begun = performance.now();
  act(time);
  window.frameWork += performance.now() - begun;
});
"""
MOVE = """async (moves) => {
  const widget = document.querySelector('.lecopt-widget');
  const after = (ask) => new Promise((done) => ask(done));
  const task = () => after((done) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = done;
    port2.postMessage(0);
  });
  [...widget.querySelectorAll('button')].find((button) => button.textContent === 'adam').click();
  await after(requestAnimationFrame);
  await after((done) => setTimeout(done, 300));
  const isOfLr = (slider) => slider.firstChild.textContent === 'lr';
  const input = [...widget.querySelectorAll('.lw-slider')].find(isOfLr).querySelector('input');
  const times = [];
  for (let k = 0; k < moves; k++) {
    await after((done) => setTimeout(done, 30 + 17 * Math.random()));
    input.value = 60 + 100 * Math.abs(Math.sin(k));
    window.frameWork = 0;
    const begun = performance.now();
    input.dispatchEvent(new Event('input', { bubbles: true }));
    const handled = performance.now() - begun;
    await after(requestAnimationFrame);
    await task();
    times.push([handled + window.frameWork, performance.now() - begun]);
  }
  return times;
}"""


def times_of_moves(throttle):
    """Milliseconds of every move, shape (MOVES, 2): work and paint."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        Path(folder, "widgets.js").write_text(classic_script())
        Path(folder, "widgets.css").write_text(stylesheet())
        page = Path(folder, "page.html")
        page.write_text(
            '<!doctype html><meta charset="utf8"><link rel="stylesheet" href="widgets.css">'
            '<script defer src="widgets.js"></script>'
            f"<main>{race('rosenbrock', steps=500).page()}</main>"
        )
        path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        tab = browser.new_page(viewport={"width": 800, "height": 1000})
        tab.add_init_script(WATCH)
        tab.goto(page.as_uri())
        tab.context.new_cdp_session(tab).send("Emulation.setCPUThrottlingRate", {"rate": throttle})
        times = np.array(tab.evaluate(MOVE, MOVES))
        browser.close()
    return times


if __name__ == "__main__":
    for throttle in (1, 4):
        times = times_of_moves(throttle)
        for name, values in zip(("work", "paint"), times.T):
            median, p95 = np.quantile(values, [0.5, 0.95])
            print(f"processor / {throttle}  {name:5}  median {median:5.1f} ms   p95 {p95:5.1f} ms")
