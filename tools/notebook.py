"""Chapters as notebooks: a py:percent text becomes a clean .ipynb and back, and outputs are stripped.

    python tools/notebook.py to-ipynb momentum.py book/rules/momentum.ipynb
    python tools/notebook.py to-py book/rules/momentum.ipynb momentum.py
    python tools/notebook.py strip [book/rules/momentum.ipynb ...]      without a name: every notebook of the book

The install cell is written by `to-ipynb` after the first cell and left out by `to-py`, so nobody types it.
"""

import hashlib
import json
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from repository import ROOT, repository

MARKER = re.compile(r"^# %%(?!%)(?P<rest>.*)$")
OPTION = re.compile(r"\s*(\w+)\s*=\s*")
MAGIC = re.compile(r"^(\s*)(# )*[%!](?=\w)")


def install_source():
    """The one text of the cell that makes a chapter run in Colab and does nothing where lecopt is at hand."""
    url, branch = repository()
    return f'try:\n    import lecopt\nexcept ImportError:\n    %pip install -q "lecopt @ git+{url}@{branch}"'


def is_install(cell):
    """Is this cell the install cell, perhaps of an older day?"""
    return cell["cell_type"] == "code" and "%pip install" in cell["source"] and "import lecopt" in cell["source"]


def options(text):
    """The metadata in a cell's marker: `tags=["hide-input"]` -> {"tags": ["hide-input"]}."""
    metadata, decoder = {}, json.JSONDecoder()
    while text.strip():
        key = OPTION.match(text)
        if not key:
            raise ValueError(f"A cell's marker is '# %%', '[markdown]' and key=JSON, got {text.strip()!r}")
        metadata[key[1]], end = decoder.raw_decode(text, key.end())
        text = text[end:]
    return metadata


def uncommented(line):
    """A line of a Markdown cell without its leading '# '."""
    if line.strip() and not line.startswith("#"):
        raise ValueError(f"Every line of a Markdown cell starts with '# ', got {line!r}")
    return line[2:] if line.startswith("# ") else line[1:]


def cells_of_percent(text):
    """The cells of a py:percent text: [{"cell_type", "metadata", "source"}].

    What stands before the first marker must be empty.
    """
    cells, lines = [], []
    for line in text.split("\n"):
        marker = MARKER.match(line)
        if marker:
            rest, lines = marker["rest"], []
            kind = "markdown" if "[markdown]" in rest else "code"
            cells.append({"cell_type": kind, "metadata": options(rest.replace("[markdown]", "", 1)), "lines": lines})
        elif cells:
            lines.append(line)
        elif line.strip():
            raise ValueError(f"The text must begin with a cell's marker '# %%', got {line!r}")
    for cell in cells:
        lines = cell.pop("lines")
        if cell["cell_type"] == "markdown":
            lines = [uncommented(line) for line in lines]
        else:  # '# %matplotlib inline' is a magic made harmless for editors
            lines = [re.sub(r"^(\s*)# (?=(# )*[%!]\w)", r"\1", line) for line in lines]
        cell["source"] = "\n".join(lines).strip("\n").rstrip()
    return [cell for cell in cells if cell["source"]]


def percent_of_cells(cells):
    """The py:percent text of a notebook's cells, the install cell left out."""
    parts = []
    for cell in cells:
        if is_install(cell):
            continue
        markdown = cell["cell_type"] == "markdown"
        tags = [f"{key}={json.dumps(value, ensure_ascii=False)}" for key, value in cell["metadata"].items()]
        marker = " ".join(["# %%", *["[markdown]"] * markdown, *tags])
        lines = cell["source"].split("\n")
        if markdown:
            lines = [f"# {line}".rstrip() for line in lines]
        else:
            lines = [re.sub(MAGIC, lambda m: m[1] + "# " + m[0][len(m[1]) :], line) for line in lines]
        parts.append("\n".join([marker, *lines]))
    return "\n\n".join(parts) + "\n"


def clean(cells):
    """A notebook as a dict: outputs and counts gone, one kernel, each cell's id made from its text.

    So a diff shows only what changed.
    """
    seen, fresh = {}, []
    for cell in cells:
        name = hashlib.sha256((cell["cell_type"] + cell["source"]).encode()).hexdigest()[:8]
        seen[name] = seen.get(name, 0) + 1
        cell_id = name if seen[name] == 1 else f"{name}-{seen[name]}"
        metadata = {key: cell["metadata"][key] for key in sorted(cell["metadata"]) if key in ("tags", "mystnb")}
        new = {
            "cell_type": cell["cell_type"],
            "id": cell_id,
            "metadata": metadata,
            "source": cell["source"].splitlines(keepends=True),
        }
        if cell["cell_type"] == "code":
            new |= {"execution_count": None, "outputs": []}
        fresh.append(dict(sorted(new.items())))
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return {
        "cells": fresh,
        "metadata": {"kernelspec": kernel, "language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def with_install(cells):
    """The cells with the install cell in its place, right after the first one."""
    cells = [cell for cell in cells if not is_install(cell)]
    install = {"cell_type": "code", "metadata": {"tags": ["remove-cell"]}, "source": install_source()}
    return [*cells[:1], install, *cells[1:]]


def read(path):
    """The cells of a notebook file, each source one string."""
    cells = json.loads(Path(path).read_text("utf8"))["cells"]
    return [
        {"cell_type": cell["cell_type"], "metadata": cell["metadata"], "source": "".join(cell["source"])}
        for cell in cells
    ]


def write(path, cells):
    """Write the cells as a clean notebook; a file that would not change is not touched. Returns whether it changed."""
    path, text = Path(path), json.dumps(clean(cells), indent=1, ensure_ascii=False) + "\n"
    if path.exists() and path.read_text("utf8") == text:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf8")
    return True


def notebooks(root=ROOT):
    """Every chapter of the book."""
    return sorted(
        path
        for path in (root / "book").rglob("*.ipynb")
        if not any(part.startswith((".", "_")) for part in path.relative_to(root).parts)
    )


def main(arguments):
    match arguments:
        case ["to-ipynb", source, target]:
            write(target, with_install(cells_of_percent(Path(source).read_text("utf8"))))
        case ["to-py", source, target]:
            Path(target).write_text(percent_of_cells(read(source)), "utf8")
        case ["strip", *paths]:
            changed = [str(path) for path in paths or notebooks() if write(path, with_install(read(path)))]
            print(f"{len(changed)} notebooks stripped", *changed, sep="\n  ")
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
