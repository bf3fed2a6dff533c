"""The build: strict each time, quick when nothing changed, and never showing what older code had printed.

Each test builds a book of two pages.
"""

import json
import re
import shutil
import subprocess
import sys

import pytest
from pages import ROOT

sys.path.insert(0, str(ROOT / "book" / "_site"))
from site_css import purged, words
from site_fonts import css_characters, write_subset
from site_math import TexError, Typesetter, breakable, installed_mathjax
from site_svg import with_shared_letters

PLAIN = [
    "# A book\n\nIt has two pages, and on this one a sentence and a formula, $a^2 + b^2 = c^2$.",
    ["import lecopt\nlecopt.ANSWER"],
]


def cell(content):
    if isinstance(content, list):
        return {"cell_type": "code", "metadata": {}, "execution_count": None, "outputs": [], "source": content[0]}
    return {"cell_type": "markdown", "metadata": {}, "source": content}


class Book:
    """A small repository with the real site code, a chapter of our own and a package `lecopt` of one line."""

    def __init__(self, root):
        self.root, self.html = root, root / "_build/html"
        shutil.copytree(ROOT / "book/_site", root / "book/_site", ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(ROOT / "_config.yml", root)
        (root / "_toc.yml").write_text("format: jb-book\nroot: index\nchapters:\n  - file: more\n")
        (root / "lecopt").mkdir()
        self.package("ANSWER = 'forty-two'")
        self.write(*PLAIN)
        self.write(
            "# More\n\nThis is the second page, because a book of one page has nothing to turn.", ["1 + 1"], name="more"
        )

    def package(self, text):
        (self.root / "lecopt/__init__.py").write_text(text)

    def write(self, *contents, name="index"):
        kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
        book = {
            "cells": [cell(content) for content in contents],
            "metadata": kernel,
            "nbformat": 4,
            "nbformat_minor": 4,
        }
        (self.root / f"book/{name}.ipynb").write_text(json.dumps(book))

    def build(self):
        """(exit code, everything it said)."""
        done = subprocess.run(
            [sys.executable, str(self.root / "book/_site/build.py")],
            capture_output=True,
            text=True,
            timeout=300,
            cwd=self.root,
        )
        return done.returncode, done.stdout + done.stderr

    def page(self):
        return (self.html / "index.html").read_text("utf8")


def chapters_run(said):
    """The lines '1/2  index  0.4 s' of a build."""
    return re.findall(r"^ +\d+/\d+  ", said, re.M)


@pytest.fixture
def book(tmp_path):
    return Book(tmp_path)


@pytest.mark.site
def test_a_build_is_reused_until_something_changes_and_a_change_in_lecopt_runs_the_chapter_again(book):
    code, said = book.build()
    assert code == 0, said
    assert len(chapters_run(said)) == 2 and said.rstrip().endswith(f"file://{book.html}/index.html")
    assert "forty-two" in book.page() and "mjx-container" in book.page()

    code, said = book.build()
    assert code == 0 and "Nothing has changed" in said and not chapters_run(said)

    book.write(PLAIN[0] + " And one more sentence.", PLAIN[1])
    code, said = book.build()
    assert code == 0 and not chapters_run(said) and "one more sentence" in book.page()  # text only: no chapter runs

    book.package("ANSWER = 'forty-three'")
    code, said = book.build()
    assert (
        code == 0 and len(chapters_run(said)) == 2 and "forty-three" in book.page() and "forty-two" not in book.page()
    )


@pytest.mark.site
def test_a_failing_cell_fails_the_build_each_time(book):
    book.write(PLAIN[0], ["print('before')\n1 / 0"])
    for _ in range(2):
        code, said = book.build()
        assert (
            code != 0
            and "book/index.ipynb failed" in said
            and "ZeroDivisionError" in said
            and "The book is ready" not in said
        )


@pytest.mark.site
def test_bad_tex_a_dead_link_and_a_complaining_cell_fail_the_build_each_time_and_are_all_named(book):
    book.write(
        PLAIN[0] + "\n\n$$ \\frac{a $$\n\n[gone](gone.ipynb)", ["import sys\nsys.stderr.write('something went wrong')"]
    )
    for _ in range(2):
        code, said = book.build()
        assert code != 0 and "The book is ready" not in said
        assert "bad TeX: Missing close brace" in said and "gone.ipynb" in said and "stderr" in said


@pytest.fixture(scope="module")
def typesetter():
    return Typesetter("fonts")


def test_a_formula_is_finished_html_with_mathml_beside_it(typesetter):
    html = typesetter.html(r"w - \eta \nabla L", display=False)
    assert html.startswith("<mjx-container") and "<math" in html and "\\nabla" not in html


def test_aligned_lines_keep_their_tag(typesetter):
    html = typesetter.html(r"\begin{aligned} a &= b \\ c &= d \end{aligned} \tag{3}", display=True)
    assert "<mtext>(3)</mtext>" in html and html.count("<mjx-mtr") >= 2 and "NaN" not in html


@pytest.mark.parametrize(
    "tex", [r"\frac{a", r"\nosuch x", r"\begin{aligned} a \end{matrix}", r"x_1_2", r"\left( a", r"\require{cancel} a"]
)
@pytest.mark.parametrize("display", [True, False])
def test_bad_tex_is_an_error(typesetter, tex, display):
    with pytest.raises(TexError):
        typesetter.html(tex, display)


def test_only_a_formula_wider_than_a_phone_can_be_reached_with_the_keyboard(typesetter):
    assert 'tabindex="0"' not in typesetter.html("a = b", display=True)
    assert 'tabindex="0"' in typesetter.html("a = b" + " + c_{ij}" * 20, display=True)


def test_a_line_may_break_after_an_outer_relation_and_nowhere_inside(typesetter):
    html = typesetter.html(r"f(x) = \frac{a + b}{c} + d", display=False)
    assert html.count("<wbr>") == 2
    fraction = re.search(r"<mjx-mfrac.*</mjx-mfrac>", html, re.S)[0]
    assert "<wbr>" not in fraction
    assert breakable("<p>a</p>") == "<p>a</p>"


def test_the_style_sheet_holds_the_characters_that_were_used(typesetter):
    typesetter.html(r"\Xi", display=False)
    assert "mjx-c.mjx-c39E" in typesetter.stylesheet()


def test_figures_share_their_letters_and_keep_everything_else():
    import matplotlib.pyplot as plt

    from lecopt.plotting import show

    figures = []
    for label in ("ab", "ba"):
        fig, ax = plt.subplots()
        ax.plot([0, 1], label=label)
        ax.legend()
        figures.append(show(fig, f"a line with the name {label}").svg)
    page = with_shared_letters("<p>text</p>".join(figures))
    assert len(page) < 0.9 * sum(map(len, figures))
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) | set(re.findall(r"url\(#([^)]+)\)", page)) <= set(ids)
    assert [page.count(f"<{tag} ") for tag in ("use", "text")] == [
        "".join(figures).count(f"<{tag} ") for tag in ("use", "text")
    ]
    assert with_shared_letters("<p>no figure</p>") == "<p>no figure</p>"


RULES = """@charset "utf-8";/*! who made it */.used,.gone{color:red}.gone{color:blue}\
/* a { */@media print{.gone{a:b}.used .lost{a:b}p.used{a:"}"}}
@font-face{font-family:x;src:url(data:a;b,c)}a:not(.gone){x:y}#gone,[class*="gone"]{x:z}.used:is(.gone,p),html{k:v}\
@import "y.css";"""


def test_a_style_sheet_loses_the_rules_that_no_page_can_use():
    lean = purged(RULES, {"used"})
    assert lean.startswith("/*! who made it */") and ".used{color:red}" in lean and "color:blue" not in lean
    assert '@media print{p.used{a:"}"}}' in lean and "@font-face{font-family:x;src:url(data:a;b,c)}" in lean
    assert "a:not(.gone){x:y}" in lean and '[class*="gone"]{x:z}' in lean and "#gone" not in lean
    assert ".used:is(.gone,p),html{k:v}" in lean and '@import "y.css";' in lean
    assert words(['class="sd-card x_1"', "toggle('open')"]) >= {"sd-card", "x_1", "open", "toggle"}


def test_css_escapes_become_characters():
    assert css_characters(r"\2212") == "−" and css_characters(r"\3a9 x") == "Ωx" and css_characters(r"\"") == '"'


def test_a_subset_holds_the_characters_asked_for_and_is_small(tmp_path):
    from fontTools.ttLib import TTFont

    source = installed_mathjax() / "output/chtml/fonts/woff-v2/MathJax_Main-Regular.woff"
    assert write_subset(source, tmp_path / "cut.woff2", "ab")
    with TTFont(tmp_path / "cut.woff2") as cut:
        assert set(cut.getBestCmap()) == {ord("a"), ord("b")}
    assert (tmp_path / "cut.woff2").stat().st_size < source.stat().st_size / 8
    assert not write_subset(source, tmp_path / "none.woff2", "한") and not (tmp_path / "none.woff2").exists()
