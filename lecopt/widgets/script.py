"""The widgets' one script and one stylesheet, put together from the files in js/ and its folders.

The files are plain ES modules that import from each other, so Node can test each by itself. Joined, they are one module
for a notebook (`module`) or one classic script for a page without a server (`classic_script`). Every file becomes a
function that is called once and returns what the file exports; comments and indentation go, nothing else is rewritten.
"""

import posixpath
import re
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "js"
IMPORT = re.compile(r'^import \{ (.+) \} from "(\.{1,2}/[\w./]+)\.js";$')
EXPORT = re.compile(r"^export (?:function|const) (\w+)")


@cache
def module() -> str:
    """The widgets as one ES module with a default export, for anywidget."""
    return joined("main") + f"export default {{ render: {_variable('main')}.render }};\n"


@cache
def classic_script() -> str:
    """The widgets as one classic script that brings every `.lecopt-widget[data-widget]` of its page to life."""
    return '(() => {\n"use strict";\n' + joined("page/start") + "})();\n"


@cache
def stylesheet() -> str:
    """The widgets' CSS, for the notebook and for the page."""
    text = (FOLDER / "widgets.css").read_text("utf8")
    return re.sub(r"\n\s*\n|\n\s+", "\n", re.sub(r"/\*.*?\*/", "", text, flags=re.S)).lstrip()


def joined(name: str, folder: Path = FOLDER) -> str:
    """One file of js/, such as "race/map", after all that it imports, each once.

    Raises: ValueError for a line that can't be joined, an import of what isn't there, and a circle of imports.
    """
    done: dict[str, tuple[str, list[str]]] = {}
    _join(name, folder, done, ())
    return "".join(text for text, _ in done.values())


def _join(name: str, folder: Path, done: dict[str, tuple[str, list[str]]], way: tuple[str, ...]) -> None:
    """Puts the text and the exports of a file into `done`, those that it imports first. way: what led to this file."""
    if name in way:
        circle = " → ".join(f"{file}.js" for file in (*way[way.index(name) :], name))
        raise ValueError(f"files must not import in a circle: {circle}")
    if name in done:
        return
    body, exports = [], []
    for line in (folder / f"{name}.js").read_text("utf8").splitlines():
        line = re.sub(r"(^|\s+)// .*", "", line.strip())
        if found := IMPORT.match(line):
            wanted, path = found.groups()
            target = posixpath.normpath(posixpath.join(posixpath.dirname(name), path))
            if target.startswith("..") or not (folder / f"{target}.js").is_file():
                raise ValueError(f'{name}.js imports "{path}.js", but js/ has no file {target}.js')
            _join(target, folder, done, (*way, name))
            for word in wanted.split(", "):
                if word not in done[target][1]:
                    raise ValueError(f"{name}.js imports {word}, but {target}.js exports no such name")
            line = f"const {{ {wanted} }} = {_variable(target)};"
        elif found := EXPORT.match(line):
            exports.append(found[1])
            line = line.removeprefix("export ")
        elif line.startswith("export default"):
            continue
        elif line.startswith(("import", "export", "/*")) or line.count("`") % 2:
            raise ValueError(
                f"{name}.js: lecopt/widgets/__init__.py says how a line is written that can be joined; this is "
                f"not: {line}"
            )
        if line:
            body.append(line)
    end = f"return {{ {', '.join(exports)} }};\n}})();\n"
    done[name] = f"const {_variable(name)} = (() => {{\n" + "\n".join([*body, end]), exports


def _variable(name: str) -> str:
    """The variable that holds a file's exports: $race$map for race/map.js. No two files share one: names have no $."""
    return "$" + name.replace("/", "$")
