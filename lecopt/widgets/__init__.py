"""Live widgets: race, curves and frames, which play in a notebook, in Colab and on a page without a server.

    from lecopt.widgets import race
    race("rosenbrock", rules=["sgd", "momentum", "adam"])

How a new kind plugs in
-----------------------
A kind is one Python class and one JavaScript function of the same name.

**Python**, ``lecopt/widgets/<kind>.py``: a subclass of `lecopt.widgets.base.SiteWidget` with ``kind = "<kind>"``.

- Its state is its traits tagged ``sync=True``; they must be plain JSON (no NaN, no arrays: lists, or base64 text). On
  the site the very same traits stand in the page as the spec. `predict` is a trait of every widget already.
- ``picture()`` returns a `lecopt.plotting.Picture` of what it shows at first (`lecopt.plotting.show(fig, alt)`): this
  is what readers without JavaScript, in print and on GitHub get.
- Bad arguments raise one sentence that names the argument and the value, in Python; the browser trusts the spec.
- A function of the same name in lower case (``race(...)``) makes one; export it in this file.

**JavaScript**, ``lecopt/widgets/js/<kind>/<kind>.js``: ``export function <kind>({ model, el, signal, gate })``, its
parts beside it in the same folder, one line in ``js/main.js``.

- ``model``: anywidget's model: ``get``, ``set``, ``save_changes``, ``on``; use `watch` and `assign` of page/ui.js. On
  a page without a kernel ``model.onPage`` is true and the same calls work on a small stand-in (page/start.js).
- ``el``: the element to fill (``el.replaceChildren(…)``); ids only from ``unique()``, several views may stand on a
  page.
- ``signal``: an AbortSignal that ends with the view. Give it to every ``addEventListener``, observer and timer (the
  pieces of page/ui.js take it); then there is no clean-up function to write.
- ``gate``: predict-then-reveal. While ``gate.open`` is false draw no outcome; ``gate.whenOpen(act)`` calls you when the
  reader has committed.
- ``js/maths/`` knows no page and is tested in Node: ``programs.js`` (programs, grids), ``noise.js``, ``arrays.js``
  (what Python has packed), ``scales.js`` (slider scales, ticks, numbers as text), ``shading.js``.
- ``js/page/`` is what the kinds share on a page: ``ui.js`` has sliders, buttons, canvases, theme colours; ``chart.js``
  axes, ``marks.js`` a shape for each line, ``player.js`` play and step, ``predict.js`` the gate, ``link.js`` a state in
  an address.
- `lecopt.widgets.script` joins what js/main.js imports, and what that imports, into one script; each file keeps its own
  names. So that joining is all it does: an import is one line ``import { a, b } from "../page/ui.js";``, its path
  relative, its names exported there, and no circle; ``export`` stands before a function or const; a comment is ``// …``
  with a space after the slashes (never /* */), and no template literal runs over lines.
- Never ``innerHTML``, ``eval``, ``new Function`` or ``setAttribute("style", …)`` (``element.style.x = …`` is fine): the
  page must work under a strict content security policy. All kinds together stay under 25 kB gzip.
- Styles go to ``js/widgets.css``, every rule below ``.lecopt-widget``; colours from ``--lw-ink``, ``--lw-paper``,
  ``--lw-accent``, ``--lw-line``, so that both themes and JupyterLab work. Layout by ``@container`` (the widget's
  width), not the screen's.
"""

from lecopt.widgets.curves import Curves, curves
from lecopt.widgets.frames import Frames, frames
from lecopt.widgets.race import Race, race
from lecopt.widgets.script import classic_script, module, stylesheet

__all__ = ["race", "curves", "frames", "Race", "Curves", "Frames", "classic_script", "module", "stylesheet"]
