"""Formulas are typeset while the site is built: MathJax runs in V8, and the page gets finished HTML.

Bad TeX is a warning of the build. MathJax is the engine of JupyterLab, Colab and GitHub, so a formula is the same
everywhere. The engine, its fonts and its style sheet come out of one installed wheel (sphinx-mathjax-offline); no page
loads a math script.
"""

import importlib.metadata
import json
import re
from pathlib import Path

from docutils import nodes
from py_mini_racer import JSEvalException, MiniRacer
from sphinx.util import logging

LOGGER = logging.getLogger(__name__)
PARTS = [
    "startup",
    "core",
    "adaptors/liteDOM",
    "input/tex-full",
    "output/chtml",
    "output/chtml/fonts/tex",
    "a11y/assistive-mml",
]
FONTS = "output/chtml/fonts/woff-v2"
PHONE = 19.5  # em: a wider formula scrolls on a phone, so the keyboard must reach it

START = """
globalThis.global = globalThis;
globalThis.MathJax = {
  loader: {load: []}, startup: {typeset: false}, chtml: {fontURL: "%s"},
  tex: {
    packages: {"[-]": ["noerrors", "noundefined", "require", "autoload"]},
    formatError(jax, error) { throw error; },
  },
};
"""
READY = """
MathJax.loader.preLoad(...%s);
MathJax.config.startup.ready();
globalThis.typeset = (tex, display) => {
  let node;
  try { node = MathJax.tex2chtml(tex, {display, em: 16, ex: 7.2, containerWidth: 640}); }
  catch (error) { return JSON.stringify({error: error.message}); }
  const html = MathJax.startup.adaptor.outerHTML(node), output = MathJax.startup.output;
  return JSON.stringify({html, width: output.getBBox(output.math, MathJax.startup.document).w});
};
"""


class TexError(ValueError):
    """TeX that can't be typeset; the text says why."""


def installed_mathjax():
    """The folder of MathJax's files inside the installed wheel."""
    for file in importlib.metadata.files("sphinx-mathjax-offline"):
        if file.name == "startup.js":
            return Path(file.locate()).parent
    raise FileNotFoundError("sphinx-mathjax-offline is installed without MathJax's files")


class Typesetter:
    """One MathJax in one V8; it remembers which characters were used, so that its style sheet holds no others."""

    def __init__(self, font_url):
        self.folder = installed_mathjax()
        self.engine = MiniRacer()
        self.engine.eval(START % font_url)
        for part in PARTS:
            self.engine.eval((self.folder / f"{part}.js").read_text("utf8"))
        self.engine.eval(READY % json.dumps(PARTS[1:]))

    def html(self, tex, display):
        """The formula as HTML, with MathML for screen readers. Raises TexError."""
        try:
            result = json.loads(self.engine.eval(f"typeset({json.dumps(tex)}, {json.dumps(display)})"))
        except JSEvalException as error:
            raise TexError(str(error).splitlines()[0]) from error
        if "error" in result:
            raise TexError(result["error"])
        html = result["html"].replace(' style="height: NaNem;"', "")
        if not display:
            return breakable(html)
        wide = ' tabindex="0"' if result["width"] > PHONE else ""
        return f'<div class="formula"{wide}>{html}</div>'

    def stylesheet(self):
        """The CSS for everything typeset so far."""
        return self.engine.eval("MathJax.startup.adaptor.textContent(MathJax.chtmlStylesheet())")


TAG = re.compile(r"<(/?)([\w-]+)([^>]*)>")


def breakable(html):
    """An inline formula that may go on in the next line after a relation or an operator of its outermost level."""
    pieces, depth, end, operator = [], 0, 0, False
    for tag in TAG.finditer(html):
        closing, name, attributes = tag.groups()
        if closing:
            depth -= 1
            if operator and depth == 2:  # 0: the container, 1: mjx-math, 2: what stands in the line
                pieces += [html[end : tag.end()], "<wbr>"]
                end, operator = tag.end(), False
        else:
            operator = operator or (
                depth == 2 and name == "mjx-mo" and re.search(r'space="[34]"', attributes) is not None
            )
            depth += 1
    return "".join(pieces) + html[end:]


def setup(app):
    """Register the renderer `lecopt`, and write its style sheet and fonts when the pages are done."""
    app.add_html_math_renderer("lecopt", (visit_math, None), (visit_math_block, None))
    app.connect("builder-inited", lambda app: setattr(app, "typesetter", Typesetter("fonts")))
    app.connect("html-page-context", link_stylesheet)


def link_stylesheet(app, pagename, templatename, context, doctree):
    """Pages with a formula, and no others, load the math style sheet."""
    if "<mjx-container" in (context.get("body") or ""):
        app.add_css_file("math/math.css")


def visit_math(writer, node):
    writer.body.append(f'<span class="math notranslate nohighlight">{typeset(writer, node, display=False)}</span>')
    raise nodes.SkipNode


def visit_math_block(writer, node):
    writer.body.append(f'<div class="math notranslate nohighlight">{typeset(writer, node, display=True)}</div>\n')
    raise nodes.SkipNode


def typeset(writer, node, display):
    try:
        return writer.builder.app.typesetter.html(node.astext(), display)
    except TexError as error:
        LOGGER.warning("bad TeX: %s in %s", error, node.astext().strip(), location=node, type="lecopt", subtype="math")
        return f"<code>{writer.encode(node.astext())}</code>"
