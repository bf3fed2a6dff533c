"""The portable subset: what a chapter may hold to look right on the site, in Colab, in JupyterLab and on GitHub.

    python tests/portable.py book/rules/momentum.ipynb     says where a chapter leaves it, and what to write instead

Text is read with its code and then its maths blanked out, so a rule about text cannot stumble over either.
"""

import json
import re
import sys
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tools"))
import notebook as tool

LONGEST_CODE_CELL = 15
LONGEST_CODE_LINE = 88  # what a page 1280 wide shows without scrolling
TAGS = {"remove-cell", "hide-input", "hide-output", "remove-input", "raises-exception"}
HTML = {"details", "summary", "br", "sub", "sup", "kbd"}
CODE, MATHS = "\ue000", "\ue001"  # what a blanked-out letter becomes

RULES = {
    # the chapter as a whole
    "title": "a chapter begins with a text cell whose first line is '# Title'",
    "opening sentence": "a sentence of prose follows the title in the same cell: it becomes the page's description",
    "second title": "a chapter has one '# Title'",
    "heading level": "a heading is at most one level deeper than the one before",
    "link": "a link leads to a chapter's .ipynb or to a full address",
    "broken link": "the chapter that this links to is not there",
    # the code cells and what is stored
    "install cell": "the first code cell is the install cell with the tag remove-cell: run `make strip`",
    "stored output": "outputs are not stored: run `make strip`",
    "execution count": "execution counts are not stored: run `make strip`",
    "metadata": "the file holds more than text and code: run `make strip`",
    "long cell": f"a code cell has at most {LONGEST_CODE_CELL} lines",
    "long line": f"a line of code has at most {LONGEST_CODE_LINE} characters, or it scrolls sideways on the page",
    "tag": f"a tag is one of {', '.join(sorted(TAGS))}",
    # maths
    "display on its own lines": "each $$ stands alone on its line",
    "equation label": r"$$ (label) is raw text outside the site: number it with \tag{3}",
    "blank line in maths": "a blank line ends the formula in some places",
    "align inside $$": "an align or equation inside $$ is an error: write aligned",
    "environment": "an environment stands inside $$ … $$",
    "bracket maths": r"\( \) and \[ \] are not maths everywhere: write $ … $, or $$ on lines of its own",
    "space inside $": "a space just inside $ shows the dollars in some places",
    "stray dollar": r"a $ without its partner in the same paragraph: write \$ for money, put $$ on lines of its own",
    "tag in maths": "< before a letter starts an HTML tag: put a space after it",
    "bar in maths in a table": r"a | in maths ends the table's cell: write \vert",
    "bar in code in a table": "a | in code ends the table's cell",
    # what only the site understands
    "directive": "a {directive} is raw text outside the site",
    "role": "a {role} is raw text outside the site",
    "label": "a label (name)= is raw text outside the site: link to the chapter",
    "footnote": "a footnote is raw text outside the site: put it in brackets",
    "substitution": "{{ }} is a template on the site and raw text elsewhere",
    "definition list": "a definition list is raw text outside the site",
    "myst comment": "a line that starts with % or +++ vanishes on the site",
    # what the site, or Colab, does not understand
    "admonition": "> [!NOTE] is raw text on the site: write > **Note.** …",
    "strikethrough": "~~strikethrough~~ is not portable",
    "task list": "a task list shows its brackets on the site",
    "html": "raw HTML other than <details> is not portable",
    "attachment": "an attachment breaks on the site: draw the picture in a cell",
    "image without alt": "an image needs its alt text: ![what it shows](…)",
    "image file": "Colab fetches no image files: draw the picture in a cell",
    "bare address": "a bare address is a link in some places only: write [text](address)",
    "link with fragment": "a link to a place inside a page breaks: link to the chapter's .ipynb",
    "details opening": "<details> comes after a blank line, and <summary>…</summary> is the next line",
    "details body": "a blank line follows </summary>, or the body is not read as Markdown",
    "details end": "</details> stands alone, with a blank line before and after",
    "details pair": "every <details> is closed by </details> in the same cell",
    "summary": "<summary>plain text</summary> stands on one line, without marks or maths",
}

# The rules that one line decides, once its code and maths are blanked out.
PATTERNS = {
    "label": r"^\s*\([\w:.-]+\)=\s*$",
    "role": rf"\{{[\w:-]+\}}{CODE}",
    "footnote": r"\[\^[^\]]+\]",
    "attachment": r"\]\(attachment:",
    "admonition": r"^\s*>\s*\[!\w+\]",
    "strikethrough": r"~~\S",
    "definition list": r"^:\s+\S",
    "substitution": r"\{\{.*?\}\}",
    "task list": r"^\s*[-*+]\s+\[[ xX]\]\s",
    "myst comment": r"^(%|\+\+\+)",
    "bracket maths": r"\\[()\[\]]",
    "environment": r"\\begin\{",
    "html": rf"</?(?!(?:{'|'.join(HTML)})\b)(?!https?:|mailto:)[A-Za-z][^>]*>",
    "bare address": r"(?<![(<\w])https?://",
    "image without alt": r"!\[\s*\]\(",
    "image file": r"!\[[^\]]*\]\((?!data:image/|attachment:)",
    "link with fragment": r"(?<!!)\]\((?!\w+://|mailto:)[^)\s]*#",
    "stray dollar": r"(?<!\\)\$",
}


class Problem(NamedTuple):
    cell: int  # counted from 1, as one counts on the screen
    line: int
    rule: str
    what: str = ""

    def __str__(self):
        return f"cell {self.cell}, line {self.line}: {f'{self.what}: ' * bool(self.what)}{RULES[self.rule]}"


def blank(pattern, text, letter):
    """`text` with every match made of `letter`, lines and lengths kept; and the matches."""
    return pattern.sub(lambda match: re.sub(r"[^\n]", letter, match[0]), text), list(pattern.finditer(text))


FENCE = re.compile(r"^[ >]*(?P<fence>`{3,}|~{3,})(?P<info>[^\n]*)\n.*?(?:^[ >]*(?P=fence)[`~]*[ ]*$|\Z)", re.M | re.S)
INLINE_CODE = re.compile(r"(?<!`)(`+)(?!`)((?:(?!\n\s*\n).)+?)(?<!`)\1(?!`)", re.S)
DISPLAY = re.compile(r"(?<!\\)\$\$(.+?)(?<!\\)\$\$", re.S)
INLINE_MATHS = re.compile(r"(?<![\\$])\$(?!\$)((?:(?!\n\s*\n)[^$]|\\\$)+?)(?<!\\)\$(?!\$)")
NUMBERED = re.compile(r"\\begin\{(align|equation|gather|eqnarray|multline)\*?\}")
LINK = re.compile(r"(?<!!)\[(?:[^\[\]]|\[[^\[\]]*\])*\]\((?!\w+:)([^)\s#]+)")


def text_problems(text):
    """(line, rule) for the Markdown of one cell."""
    line_of = lambda match: text.count("\n", 0, match.start()) + 1
    prose, fences = blank(FENCE, text, CODE)
    yield from ((line_of(match), "directive") for match in fences if match["info"].strip().startswith("{"))
    yield from ((line_of(match), "directive") for match in re.finditer(r"^[ >]*:{3,}", prose, re.M))

    prose, codes = blank(INLINE_CODE, prose, CODE)
    rows = {number for number, line in enumerate(prose.split("\n"), 1) if line.lstrip(" >").startswith("|")}
    yield from (
        (line_of(match), "bar in code in a table") for match in codes if line_of(match) in rows and "|" in match[0]
    )

    prose, displays = blank(DISPLAY, prose, MATHS)
    prose, inlines = blank(INLINE_MATHS, prose, MATHS)
    for match in displays + inlines:
        rules = display_rules(match, text) if match in displays else inline_rules(match, line_of(match) in rows)
        yield from ((line_of(match), rule) for rule in rules)
        if re.search(r"<[A-Za-z/!]", match[1]):
            yield line_of(match), "tag in maths"

    for number, line in enumerate(prose.split("\n"), 1):
        yield from ((number, rule) for rule, pattern in PATTERNS.items() if re.search(pattern, line))
    yield from details_problems(text.split("\n"), prose.split("\n"))


def display_rules(match, text):
    """The rules that one $$ … $$ breaks."""
    before, after = text[: match.start()].rpartition("\n")[2], text[match.end() :].partition("\n")[0]
    if re.match(r"[ ]*\([\w:.-]+\)\s*$", after):
        yield "equation label"
    elif before.strip(" >") or after.strip() or not re.fullmatch(r"[ ]*\n.*\n[ >]*", match[1], re.S):
        yield "display on its own lines"
    if re.search(r"\n[ >]*\n", match[1].strip("\n")):
        yield "blank line in maths"
    if NUMBERED.search(match[1]):
        yield "align inside $$"


def inline_rules(match, in_table):
    """The rules that one $ … $ breaks."""
    if match[1] != match[1].strip():
        yield "space inside $"
    if in_table and "|" in match[1]:
        yield "bar in maths in a table"


def details_problems(lines, prose):
    """(line, rule) for <details>: its tags stand on lines of their own, with blank lines around the body."""
    empty = lambda number: not 0 <= number < len(lines) or not lines[number].strip()
    for number, line in enumerate(map(str.strip, prose)):
        if line.startswith("<details") and not (
            empty(number - 1) and not empty(number + 1) and prose[number + 1].strip().startswith("<summary>")
        ):
            yield number + 1, "details opening"
        if line.startswith("<summary") and not re.fullmatch(
            r"<summary>[^<>*_$`\[\]]+</summary>", lines[number].strip()
        ):
            yield number + 1, "summary"
        if "</summary>" in line and not empty(number + 1):
            yield number + 1, "details body"
        if "</details>" in line and not (line == "</details>" and empty(number - 1) and empty(number + 1)):
            yield number + 1, "details end"
    if "\n".join(prose).count("<details") != "\n".join(prose).count("</details>"):
        yield 1, "details pair"


def opening_problems(cells):
    """The title and the sentence under it."""
    title, _, rest = cells[0]["source"].partition("\n")
    paragraph = rest.strip().partition("\n\n")[0]
    if cells[0]["cell_type"] != "markdown" or not title.startswith("# "):
        yield Problem(1, 1, "title")
    elif len(paragraph) < 30 or not re.match(r"[*_“\"(]*[^\W_]", paragraph) or not re.search(r"[.?!…:]", paragraph):
        yield Problem(1, 2, "opening sentence")


def order_problems(cells, folder):
    """Headings that jump, and links that lead nowhere."""
    level = 0
    for index, cell in enumerate(cells, 1):
        if cell["cell_type"] == "markdown":
            prose = blank(INLINE_CODE, blank(FENCE, cell["source"], CODE)[0], CODE)[0]
            for number, line in enumerate(prose.split("\n"), 1):
                if heading := re.match(r"(#{1,6})\s", line):
                    if len(heading[1]) > level + 1:
                        yield Problem(index, number, "heading level")
                    if len(heading[1]) == 1 and level:
                        yield Problem(index, number, "second title")
                    level = len(heading[1])
                for address in LINK.findall(line):
                    if not address.endswith(".ipynb"):
                        yield Problem(index, number, "link", address)
                    elif not (folder / address).is_file():
                        yield Problem(index, number, "broken link", address)


def code_problems(cells):
    """Code cells that are too long, wrongly tagged or hold their outputs; and the install cell."""
    codes = [(index, cell) for index, cell in enumerate(cells, 1) if cell["cell_type"] == "code"]
    if not codes or (codes[0][1]["metadata"], "".join(codes[0][1]["source"])) != (
        {"tags": ["remove-cell"]},
        tool.install_source(),
    ):
        yield Problem(codes[0][0] if codes else 1, 1, "install cell")
    for index, cell in codes:
        broken = {
            "stored output": cell["outputs"],
            "execution count": cell["execution_count"] is not None,
            "long cell": "".join(cell["source"]).count("\n") >= LONGEST_CODE_CELL,
            "tag": set(cell["metadata"].get("tags", [])) - TAGS,
        }
        yield from (Problem(index, 1, rule) for rule, found in broken.items() if found)
        if "remove-cell" not in cell["metadata"].get("tags", []):
            yield from (
                Problem(index, number, "long line")
                for number, line in enumerate(cell["source"], 1)
                if len(line.rstrip("\n")) > LONGEST_CODE_LINE
            )


def problems(path):
    """Everything that keeps this notebook from being portable, in reading order."""
    stored, cells = json.loads(Path(path).read_text("utf8")), tool.read(path)
    found = [*opening_problems(cells), *order_problems(cells, Path(path).parent), *code_problems(stored["cells"])]
    for index, cell in enumerate(cells, 1):
        if cell["cell_type"] == "markdown":
            found += [Problem(index, *problem) for problem in text_problems(cell["source"])]
    found += [Problem(index, 1, "attachment") for index, cell in enumerate(stored["cells"], 1) if "attachments" in cell]
    if not found and stored != tool.clean(tool.with_install(cells)):
        found.append(Problem(1, 1, "metadata"))
    return sorted(found)


def main(paths):
    faults = [f"{path}: {problem}" for path in paths for problem in problems(path)]
    sys.exit("\n".join(faults) if faults else 0)


if __name__ == "__main__":
    main(sys.argv[1:] or tool.notebooks())
