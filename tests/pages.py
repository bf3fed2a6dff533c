"""The built pages as the site tests see them: what each holds, and which notebook it came from."""

from html.parser import HTMLParser
from pathlib import Path

import yaml
from sphinx_external_toc.parsing import parse_toc_yaml

ROOT = Path(__file__).resolve().parents[1]
SITE = ROOT / "_build" / "html"
CONFIG = yaml.safe_load((ROOT / "_config.yml").read_text("utf8"))
CHAPTERS = sorted(parse_toc_yaml(ROOT / "_toc.yml"))  # names such as slope/momentum
PAGES = [f"{name}.html" for name in [*CHAPTERS, "404", "search"]]
BASE = CONFIG["html"]["baseurl"]


class Page(HTMLParser):
    """Every element of a page: `.elements` lists (tag, attributes), `.texts` maps a tag to the texts inside it."""

    def __init__(self, html):
        super().__init__()
        self.html, self.elements, self.texts, self.inside = html, [], {}, []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))
        self.inside.append(tag)

    def handle_endtag(self, tag):
        while self.inside and self.inside.pop() != tag:
            pass

    def handle_data(self, data):
        for tag in set(self.inside):
            self.texts.setdefault(tag, []).append(data)

    def all(self, tag, **wanted):
        """The attributes of every such element."""
        return [
            attributes for name, attributes in self.elements if name == tag and wanted.items() <= attributes.items()
        ]

    def meta(self, name):
        """The content of <meta name=…> or <meta property=…>, or None."""
        found = self.all("meta", name=name) + self.all("meta", property=name)
        return found[0].get("content") if found else None


def read(name):
    return Page((SITE / name).read_text("utf8"))


def notebook(name):
    """The notebook that a chapter is made from."""
    return ROOT / "book" / f"{name}.ipynb"
