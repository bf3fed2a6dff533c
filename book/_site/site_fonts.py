"""Fonts cut down to the characters that the site shows: a few kilobytes instead of half a megabyte."""

import base64
import re
from pathlib import Path

import font_source_serif_pro
from fontTools import subset

TEXT_FOLDER = Path(font_source_serif_pro.font_directory)
CONTENT = re.compile(r'content:\s*"((?:[^"\\]|\\.)*)"')
FONT_URL = re.compile(r'url\("fonts/(MathJax_[\w-]+)\.woff"\) format\("woff"\)')


def css_characters(text):
    """The characters of a CSS string: escapes such as \\2212 resolved."""
    return re.sub(r"\\([0-9a-fA-F]{1,6}) ?", lambda code: chr(int(code[1], 16)), text).replace("\\", "")


def write_subset(source, target, characters):
    """Write `source` to `target` as woff2 with only these characters.

    Without any of them, write nothing and return False.
    """
    options = subset.Options(
        flavor="woff2",
        hinting=False,
        layout_features=["kern", "liga"],
        drop_tables=[*subset.Options().drop_tables, "FFTM"],
    )
    with subset.load_font(str(source), options) as font:
        if not set(font.getBestCmap()) & {ord(c) for c in characters}:
            return False
        cut = subset.Subsetter(options)
        cut.populate(text=characters)
        cut.subset(font)
        for record in font["name"].names:  # a changed font may not carry the reserved name of the original
            if record.nameID in (1, 3, 4, 6, 16):
                record.string = f"lecopt {target.stem}"
        target.parent.mkdir(parents=True, exist_ok=True)
        subset.save_font(font, str(target), options)
        return True


def write_math(folder, stylesheet, fonts):
    """Write math.css and the fonts it names into `folder`. fonts: MathJax's own folder of them."""
    characters = "".join(css_characters(text) for text in CONTENT.findall(stylesheet))
    missing = {
        name
        for name in set(FONT_URL.findall(stylesheet))
        if not write_subset(fonts / f"{name}.woff", folder / f"fonts/{name}.woff2", characters)
    }
    css = FONT_URL.sub(r'url("fonts/\1.woff2") format("woff2")', stylesheet)
    for name in missing:
        css = re.sub(r"@font-face[^{]*\{[^}]*" + name + r"\.woff2[^}]*\}\s*", "", css)
    css = re.sub(r"\s+", " ", css)
    (folder / "math.css").write_text(css.replace("@font-face {", "@font-face { font-display: block;"), "utf8")


TEXT_FACES = {"Regular": (400, "normal"), "It": (400, "italic"), "Semibold": (600, "normal")}


def write_text_faces(out):
    """text.css: the text face's styles with the characters of the finished pages.

    The fonts lie inside the style sheet, so that no line moves when one arrives.
    """
    characters = "".join(sorted(set("".join(page.read_text("utf8") for page in out.rglob("*.html")))))
    rules = []
    for style, (weight, slope) in TEXT_FACES.items():
        woff = out / f"_static/{style}.woff2"
        write_subset(TEXT_FOLDER / f"SourceSerifPro-{style}.ttf", woff, characters)
        data = base64.b64encode(woff.read_bytes()).decode()
        rules.append(
            f'@font-face {{ font-family: "Book Serif"; font-weight: {weight}; font-style: {slope}; '
            f'font-display: swap; src: url("data:font/woff2;base64,{data}") format("woff2"); }}\n'
        )
        woff.unlink()
    (out / "_static/text.css").write_text("".join(rules), "utf8")


def subset_icons(static):
    """Font Awesome with the icons alone that the style sheets still name."""
    css = css_characters("".join(path.read_text("utf8") for path in static.rglob("*.css")))
    icons = "".join(sorted({character for character in css if "\ue000" <= character <= "\uf8ff"}))
    for font in static.glob("vendor/fontawesome/webfonts/*.woff2"):
        write_subset(font, font, icons)
