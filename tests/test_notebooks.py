"""Every chapter keeps the portable subset; and the checker that says so finds each fault that is planted for it."""

import json
import re

import notebook as tool
import portable
import pytest

CHAPTERS = tool.notebooks()
OPENING = "# A chapter\n\nHow steep is it here, and how do we know?"

TEXT_FAULTS = {
    "directive": ["```{note}\nlook\n```", ":::{note}\nlook\n:::", "> ```{figure} a.png\n> ```"],
    "role": ["see {ref}`momentum`", "see {math}`x`"],
    "label": ["(momentum)=\ntext"],
    "footnote": ["a claim[^1]"],
    "attachment": ["![a bowl](attachment:bowl.png)"],
    "admonition": ["> [!NOTE]\n> look"],
    "strikethrough": ["~~never~~"],
    "definition list": ["momentum\n: a running sum"],
    "substitution": ["version {{ version }}"],
    "task list": ["- [ ] derive it"],
    "myst comment": ["text\n\n% a comment", "+++"],
    "bracket maths": [r"so \(x\) is", r"so \[x\] is"],
    "environment": ["\\begin{align}\nx &= 1\n\\end{align}"],
    "html": ['<img src="a.png" alt="a">', "<div>\n\ntext\n\n</div>", "a<!-- --><span>b</span>"],
    "bare address": ["see https://example.org"],
    "image without alt": ["![](data:image/png;base64,AAAA)"],
    "image file": ["![a bowl](bowl.png)", "![a bowl](https://example.org/bowl.png)"],
    "link with fragment": ["[there](#summary)", "[there](other.ipynb#summary)"],
    "stray dollar": ["it costs $5", "text\n\n$$x\n\nand"],
    "bar in code in a table": ["| a | b |\n| - | - |\n| `x|y` | 1 |"],
    "bar in maths in a table": ["| a | b |\n| - | - |\n| $|x|$ | 1 |", "| a | b |\n| - | - |\n| $\\|x\\|$ | 1 |"],
    "space inside $": ["so $ x$ is", "so $x $ is"],
    "tag in maths": ["so $a<b$ is", "$$\na<b\n$$"],
    "display on its own lines": ["so $$\nx\n$$", "$$x$$", "$$\nx\n$$ is"],
    "equation label": ["$$\nx\n$$ (eq)"],
    "blank line in maths": ["$$\nx\n\n+ y\n$$"],
    "align inside $$": ["$$\n\\begin{align*}\nx\n\\end{align*}\n$$", "$$\n\\begin{equation}\nx\n\\end{equation}\n$$"],
    "details opening": [
        "text\n<details>\n<summary>Answer</summary>\n\nIt is 3.\n\n</details>",
        "<details>\n\n<summary>Answer</summary>\n\nIt is 3.\n\n</details>",
    ],
    "details body": ["<details>\n<summary>Answer</summary>\nIt is 3.\n\n</details>"],
    "details end": [
        "<details>\n<summary>Answer</summary>\n\nIt is 3.\n</details>",
        "<details>\n<summary>Answer</summary>\n\nIt is 3.\n\n</details>\nand so on",
    ],
    "details pair": ["<details>\n<summary>Answer</summary>\n\nIt is 3."],
    "summary": [
        "<details>\n<summary>The **answer**</summary>\n\nIt is 3.\n\n</details>",
        "<details>\n<summary>What is $x$?</summary>\n\nIt is 3.\n\n</details>",
    ],
    "heading level": ["## A section\n\n#### Too deep"],
    "second title": ["# Another"],
    "link": ["[the rules](../lecopt/first_order.py)"],
    "broken link": ["[next](nowhere.ipynb)"],
}

ALLOWED = r"""
## A section

Text with `code`, `{ref}`, `$x`, `a|b` and $x^2 < y$, *emphasis*, **weight**, a price of \$5,
[a chapter](other.ipynb), [a page](https://example.org/a#b).

### A part

- a list
  - in a list, with $|x|$

| rule | step |
| --- | :-: |
| `sgd` | $\vert x \vert$ |

$$
\begin{aligned}
v &= \rho v + g \\
w &= w - \eta v
\end{aligned} \tag{3}
$$

> **Note.** An aside with $x$.
>
> $$
> x = 1
> $$

<details>
<summary>Answer</summary>

It is $3$.

</details>

```python
d = {"$": "$$", "[^1]": "<img>"}   # {note}
```

1. First<br>second
2. ![a bowl](data:image/png;base64,AAAA)
"""


def chapter(folder, *texts, cells=(), change=None):
    """A notebook with these texts after its opening; `change` may spoil the stored form."""
    opening, *rest = [{"cell_type": "markdown", "metadata": {}, "source": text} for text in (OPENING, *texts)]
    stored = tool.clean(tool.with_install([opening, *rest, *cells]))
    if change:
        change(stored)
    path = folder / "chapter.ipynb"
    path.write_text(json.dumps(stored))
    (folder / "other.ipynb").touch()
    return path


def rules(path):
    return {problem.rule for problem in portable.problems(path)}


@pytest.mark.parametrize("path", CHAPTERS, ids=[str(path.relative_to(tool.ROOT)) for path in CHAPTERS])
def test_a_chapter_keeps_the_portable_subset(path):
    found = portable.problems(path)
    assert not found, "\n" + "\n".join(f"{path.relative_to(tool.ROOT)}: {problem}" for problem in found)


@pytest.mark.parametrize("path", [path for path in CHAPTERS if path.parent.name != "book"], ids=lambda path: path.stem)
def test_a_chapter_ends_with_its_summary_in_five_bullets_its_sources_and_where_to_go_next(path):
    text = "\n\n".join(cell["source"] for cell in tool.read(path) if cell["cell_type"] == "markdown")
    summary, sources = re.fullmatch(r".*^## Summary$(.*)^## Sources$(.*)", text, re.S | re.M).groups()
    assert text.count("\n## Summary\n") == text.count("\n## Sources\n") == 1
    assert len(re.findall("^- ", summary, re.M)) == 5
    assert re.search(r"\b(1[6-9]|20)\d\d\b", sources), "a source has its year"
    assert re.search(r"^\*?\*?Next", sources, re.M), "and then the next chapter"


def in_the_look_of_the_book(sources):
    """Whether the code says plt.style.use(STYLE) before it makes its first figure, or makes none."""
    code = "\n".join(sources)
    first = re.search(r"\bplt\.(subplots|figure)\(", code)
    return first is None or "plt.style.use(STYLE)\n" in code[: first.start()]


@pytest.mark.parametrize("path", CHAPTERS, ids=[str(path.relative_to(tool.ROOT)) for path in CHAPTERS])
def test_a_chapter_draws_in_the_look_of_the_book(path):
    assert in_the_look_of_the_book([cell["source"] for cell in tool.read(path) if cell["cell_type"] == "code"])


def test_a_figure_before_the_look_is_set_is_found():
    assert in_the_look_of_the_book(["plt.style.use(STYLE)", "fig, ax = plt.subplots()"])
    assert in_the_look_of_the_book(["1 + 1"])
    assert not in_the_look_of_the_book(["fig = plt.figure()", "plt.style.use(STYLE)"])


def test_everything_in_the_portable_subset_is_allowed(tmp_path):
    assert portable.problems(chapter(tmp_path, ALLOWED)) == []


@pytest.mark.parametrize("rule, fault", [(rule, fault) for rule, faults in TEXT_FAULTS.items() for fault in faults])
def test_a_fault_in_the_text_is_found_and_named(tmp_path, rule, fault):
    assert rules(chapter(tmp_path, "## A section\n\n" + fault)) == {rule}


@pytest.mark.parametrize("fault", [fault for faults in TEXT_FAULTS.values() for fault in faults])
def test_a_fault_inside_a_code_fence_is_no_fault(tmp_path, fault):
    assert rules(chapter(tmp_path, "~~~~text\n" + fault + "\n~~~~")) == set()


STORED_FAULTS = {
    "stored output": lambda book: book["cells"][-1].update(
        outputs=[{"output_type": "stream", "name": "stdout", "text": "hello"}]
    ),
    "execution count": lambda book: book["cells"][-1].update(execution_count=3),
    "long cell": lambda book: book["cells"][-1].update(source=["x = 1\n"] * 15 + ["x"]),
    "long line": lambda book: book["cells"][-1].update(source=["x = 1\n", "y = " + "1" * 85]),
    "tag": lambda book: book["cells"][-1]["metadata"].update(tags=["nbval-skip"]),
    "metadata": lambda book: book["metadata"].update(colab={"provenance": []}),
    "attachment": lambda book: book["cells"][0].update(attachments={"a.png": {"image/png": "AAAA"}}),
    "title": lambda book: book["cells"][0].update(source="## No title\n\nHow steep is it here, and how do we know?"),
    "opening sentence": lambda book: book["cells"][0].update(
        source="# A chapter\n\n- How steep is it here, and how do we know?"
    ),
}


def no_install_cell(book):
    del book["cells"][1]


def another_install_cell(book):
    book["cells"][1]["source"][-1] = "    %pip install lecopt"


def untagged_install_cell(book):
    book["cells"][1]["metadata"] = {}


def late_install_cell(book):
    book["cells"].append(book["cells"].pop(1))


@pytest.mark.parametrize(
    "rule, change",
    [
        *STORED_FAULTS.items(),
        *(
            ("install cell", change)
            for change in (no_install_cell, another_install_cell, untagged_install_cell, late_install_cell)
        ),
    ],
)
def test_a_fault_in_the_stored_form_is_found_and_named(tmp_path, rule, change):
    code = {"cell_type": "code", "metadata": {}, "source": "x = 1\nx"}
    assert rule in rules(chapter(tmp_path, cells=[code], change=change))


def test_every_rule_has_a_planted_fault():
    assert set(portable.RULES) == {*TEXT_FAULTS, *STORED_FAULTS, "install cell"}


def test_a_fifteen_line_cell_is_allowed(tmp_path):
    code = {"cell_type": "code", "metadata": {}, "source": "\n".join(["x = 1"] * 15)}
    assert rules(chapter(tmp_path, cells=[code])) == set()


def test_text_in_percent_form_becomes_a_notebook_and_the_same_text_again(tmp_path):
    text = (
        "# %% [markdown]\n# # A chapter\n#\n# - How?\n#   - So.\n\n"
        '# %% tags=["hide-input"]\n# %matplotlib inline\n# a comment\n\ndef f(x):\n    return x % 2\n\n'
        "# %%\nf(3)\n\n# %%\nf(3)\n"
    )
    (tmp_path / "a.py").write_text(text)
    tool.main(["to-ipynb", str(tmp_path / "a.py"), str(tmp_path / "a.ipynb")])
    tool.main(["to-py", str(tmp_path / "a.ipynb"), str(tmp_path / "b.py")])
    cells = tool.read(tmp_path / "a.ipynb")
    assert (tmp_path / "b.py").read_text() == text
    assert [cell["source"] for cell in cells[:2]] == ["# A chapter\n\n- How?\n  - So.", tool.install_source()]
    assert cells[2]["source"].startswith("%matplotlib inline\n# a comment\n")
    assert cells[2]["metadata"] == {"tags": ["hide-input"]}


def test_the_tools_notebook_is_valid_by_nbformat(tmp_path):
    nbformat = pytest.importorskip("nbformat")
    cell = {"cell_type": "code", "metadata": {"tags": ["hide-input"]}, "source": "1"}
    path = chapter(tmp_path, "text", cells=[cell] * 2)
    nbformat.validate(nbformat.read(path, as_version=4))


@pytest.mark.parametrize("text", ["x = 1\n# %%\n", "# %% [markdown]\nno hash\n", "# %% a title\nx = 1\n"])
def test_a_text_that_is_not_in_percent_form_is_refused_with_a_sentence(text):
    with pytest.raises(ValueError, match="got"):
        tool.cells_of_percent(text)


def test_strip_takes_outputs_away_and_leaves_a_clean_notebook_untouched(tmp_path):
    cell = {"cell_type": "code", "metadata": {}, "source": "1"}
    path = chapter(tmp_path, cells=[cell], change=STORED_FAULTS["stored output"])
    assert tool.write(path, tool.with_install(tool.read(path)))
    assert rules(path) == set()
    assert not tool.write(path, tool.with_install(tool.read(path)))
