"""The Sphinx extension of the site: formulas, widgets, links and descriptions of a page, and a diet for the theme."""

import html
import os
import re
import shutil
from pathlib import Path
from urllib.parse import urlsplit

import site_card
import site_css
import site_fonts
import site_math
import site_svg
from docutils import nodes

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PRINTED = re.compile(
    r'(<div class="output (?:stream|text_plain)[^"]*"><div class="highlight"><pre>)(.*?)(?=</pre>)', re.S
)
WIDGET = re.compile(r'class="[^"]*\blecopt-widget\b')
NEEDLESS = [
    "scripts/fontawesome.js*",
    "scripts/bootstrap.js*",
    "design-tabs.js",
    "**/*.map",
    "**/*.ttf",
    "webpack-macros.html",
    "sbt-webpack-macros.html",
    "images/logo_*",
    "locales",
    "**/*.LICENSE.txt",
]


def setup(app):
    os.environ["LECOPT_SITE"] = "1"  # inherited by the kernels: figures and widgets show their page form
    app.add_config_value("comments_config", {}, "")  # Jupyter Book sets it, with or without the extension
    app.setup_extension("site_math")
    app.connect("config-inited", use_own_files)
    app.connect("doctree-read", keep_numbers_whole)
    app.connect("html-page-context", describe, priority=400)  # before opengraph, which keeps what it finds
    app.connect("html-page-context", link_source)
    app.connect("html-page-context", improve_body)
    app.connect("html-page-context", add_widget_script)
    app.connect("html-page-context", defer_scripts, priority=900)
    app.connect("build-finished", finish)
    return {"parallel_read_safe": True, "parallel_write_safe": False}  # one MathJax counts the characters of all pages


def use_own_files(app, config):
    """Our templates and style sheet; the 404 page is served from any address, so its links start at the site's root."""
    config.templates_path.insert(0, str(HERE / "templates"))
    config.html_static_path += [str(HERE / "lecopt.css"), str(HERE / "search.js")]
    app.add_css_file("text.css", priority=800)
    app.add_css_file("lecopt.css", priority=900)
    config.notfound_urls_prefix = urlsplit(config.html_baseurl).path or "/"
    config.ogp_site_url = config.html_baseurl


def keep_numbers_whole(app, doctree):
    """A line never ends inside a number such as 30 730."""
    for text in list(doctree.findall(nodes.Text)):
        if not isinstance(text.parent, (nodes.FixedTextElement, nodes.literal, nodes.math, nodes.raw)):
            whole = re.sub(r"(?<=\d) (?=\d{3}(?!\d))", "\u00a0", text)
            if whole != text:
                text.parent.replace(text, nodes.Text(whole))


def describe(app, pagename, templatename, context, doctree):
    """The chapter's opening words are what search engines and link previews show."""
    if doctree is None:
        return
    words = opening(" ".join(paragraph.astext().split()) for paragraph in doctree.findall(nodes.paragraph))
    context["metatags"] += f'<meta name="description" content="{html.escape(words)}" />\n'
    context["meta"] = {**(context.get("meta") or {}), "og:description": words}


def opening(paragraphs, enough=70):
    """The first sentences, as many as say enough."""
    sentences, words = re.split(r"(?<=[.?!])\s+", " ".join(paragraphs)), ""
    for sentence in sentences:
        words = f"{words} {sentence}".strip()
        if len(words) >= enough:
            break
    return words


def link_source(app, pagename, templatename, context, doctree):
    """Where the page's notebook can be run and edited."""
    if doctree is None:
        return
    options = app.config.html_theme_options
    path = "/".join([options["path_to_docs"], str(app.env.doc2path(pagename, base=False))])
    where = f"{options['repository_branch']}/{path}"
    context["edit_url"] = f"{options['repository_url']}/edit/{where}"
    if path.endswith(".ipynb"):
        repository = urlsplit(options["repository_url"]).path
        context["colab_url"] = f"{options['launch_buttons']['colab_url']}/github{repository}/blob/{where}"


def improve_body(app, pagename, templatename, context, doctree):
    """Figures share their letters, printed sentences wrap, and the empty corner of a table is no heading.

    It heads nothing, so a screen reader must not call it one.
    """
    if "body" in context:
        body = re.sub(r'<th class="head[^"]*">(?:<p></p>)?</th>', "<td></td>", context["body"])
        context["body"] = PRINTED.sub(with_wrapped_sentences, site_svg.with_shared_letters(body))


def with_wrapped_sentences(found):
    """Of what a cell prints, long lines wrap like text, unless spaces align their columns."""
    start, text = found.groups()
    return start + "\n".join(as_sentence(line) for line in text.split("\n"))


def as_sentence(line, longest=60):
    plain = html.unescape(re.sub("<[^>]+>", "", line))
    if len(plain) <= longest or re.search(r"\S {2,}\S", plain) or line.count("<span") != line.count("</span"):
        return line
    return f'<span class="sentence">{line}</span>'


def add_widget_script(app, pagename, templatename, context, doctree):
    if WIDGET.search(context.get("body") or ""):
        app.add_css_file("lecopt/widgets.css")
        app.add_js_file("lecopt/widgets.js", loading_method="defer")


def defer_scripts(app, pagename, templatename, context, doctree):
    """No script holds the page up, and deferred ones keep their order.

    The one exception is small, and an inline script needs it.
    """
    for script in context["script_files"]:
        if getattr(script, "filename", None) and "documentation_options" not in str(script.filename):
            script.attributes.setdefault("defer", "defer")


def finish(app, error):
    """When the pages are written: what they need and nothing else."""
    if error or app.builder.name != "html":
        return
    out, static = Path(app.outdir), Path(app.outdir, "_static")
    Path(out, ".buildinfo").unlink(missing_ok=True)
    for pattern in NEEDLESS:
        for path in list(static.glob(pattern)):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    write_widgets(static)
    site_card.write_card(static / "card.png")
    known = site_css.words(path.read_text("utf8") for path in [*out.rglob("*.html"), *static.rglob("*.js")])
    for sheet in static.rglob("*.css"):
        sheet.write_text(site_css.purged(sheet.read_text("utf8"), known), "utf8")
    site_fonts.subset_icons(static)
    site_fonts.write_text_faces(out)
    site_fonts.write_math(static / "math", app.typesetter.stylesheet(), app.typesetter.folder / site_math.FONTS)


def write_widgets(static):
    """The widgets' script as a classic one: unlike a module it also runs from file://."""
    from lecopt.widgets.script import classic_script, stylesheet

    (static / "lecopt").mkdir(exist_ok=True)
    (static / "lecopt/widgets.js").write_text(classic_script(), "utf8")
    (static / "lecopt/widgets.css").write_text(stylesheet(), "utf8")
