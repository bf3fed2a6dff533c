"""Figures on one page share their letters: drawn into every figure, they are a third of a page's weight."""

import re

GLYPH = re.compile(r'<path id="(\w+-([A-Z]\w*-[0-9a-f]+))" (d="[^"]*" transform="scale\([\d.]+\)")/>\s*')
COMMENT = re.compile(r"<!--.*?-->\s*", re.S)
FIGURE = re.compile(r'<svg [^>]*class="lecopt-figure".*?</svg>', re.S)


def with_shared_letters(body):
    """The page's body with each letter drawn once, in a hidden drawing at its end, and named by all figures."""
    letters = {}

    def lighter(figure):
        text = COMMENT.sub("", figure[0])
        own = {}
        for identity, name, shape in GLYPH.findall(text):
            if letters.setdefault(name, shape) == shape:
                own[identity] = name
        text = GLYPH.sub(lambda glyph: "" if glyph[1] in own else glyph[0], text)
        return re.sub(
            r'href="#([\w-]+)"', lambda use: f'href="#letter-{own[use[1]]}"' if use[1] in own else use[0], text
        )

    body = FIGURE.sub(lighter, body)
    if not letters:
        return body
    shapes = "".join(f'<path id="letter-{name}" {shape}/>' for name, shape in letters.items())
    hidden = 'width="0" height="0" style="position:absolute" aria-hidden="true"'
    return f"{body}\n<svg {hidden}><defs>{shapes}</defs></svg>\n"
