"""The widgets' one script and one stylesheet, put together from the files in js/.

The files are plain ES modules that import from each other, so Node can test each by itself. Joined, they are one module
for a notebook (`module`) or one classic script for a page without a server (`classic_script`). Every file becomes a
function that is called once and returns what the file exports; comments and indentation go, nothing else is rewritten.
"""

import re
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "js"
IMPORT = re.compile(r'^import \{ (.+) \} from "\./(\w+)\.js";$')
EXPORT = re.compile(r"^export (?:function|const) (\w+)")


@cache
def module():
    """The widgets as one ES module with a default export, for anywidget."""
    return joined("main") + "export default { render: main_js.render };\n"


@cache
def classic_script():
    """The widgets as one classic script that brings every `.lecopt-widget[data-widget]` of its page to life."""
    return '(() => {\n"use strict";\n' + joined("page") + "})();\n"


@cache
def stylesheet():
    """The widgets' CSS, for the notebook and for the page."""
    text = (FOLDER / "widgets.css").read_text("utf8")
    return re.sub(r"\n\s*\n|\n\s+", "\n", re.sub(r"/\*.*?\*/", "", text, flags=re.S)).lstrip()


def joined(name, folder=FOLDER, done=None):
    """One file of js/ after all that it imports, each once. Raises: ValueError for a line that can't be joined."""
    done = set() if done is None else done
    if name in done:
        return ""
    done.add(name)
    before, body, exports = "", [], []
    for line in (folder / f"{name}.js").read_text("utf8").splitlines():
        line = re.sub(r"(^|\s+)// .*", "", line.strip())
        if found := IMPORT.match(line):
            before += joined(found[2], folder, done)
            line = f"const {{ {found[1]} }} = {found[2]}_js;"
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
    return (
        f"{before}const {name}_js = (() => {{\n" + "\n".join(body) + f"\nreturn {{ {', '.join(exports)} }};\n}})();\n"
    )
