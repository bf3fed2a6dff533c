"""Style sheets cut down to the rules that some page can use.

The theme brings ten times what a book without cards, tabs and carousels needs.
"""

import re

TOKEN = re.compile(r"""/\*.*?\*/|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[{};]""", re.S)
WORD = re.compile(r"[A-Za-z_][\w-]*")
NAME = re.compile(r"[.#](-?[A-Za-z_][\w-]*)")
CONDITION = re.compile(r":(?:not|is|where|has)\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)|\[[^\]]*\]")
NESTING = ("@media", "@supports", "@layer", "@container")


def words(texts):
    """Every word in the texts: all that can be a class or an id of a page or of what a script makes."""
    return {word for text in texts for word in WORD.findall(text)}


def rules(css):
    """The outermost rules as (prelude, body); a statement such as @import has the body None."""
    start = depth = 0
    for token in TOKEN.finditer(css):
        if token[0] == "{":
            if depth == 0:
                prelude, body = css[start : token.start()], token.end()
            depth += 1
        elif token[0] == "}":
            depth -= 1
            if depth == 0:
                yield prelude.strip(), css[body : token.start()]
                start = token.end()
        elif token[0] == ";" and depth == 0:
            yield css[start : token.end()].strip(), None
            start = token.end()


def selectors(prelude):
    """The selectors of a rule, parted at the commas that stand in no bracket."""
    parts, depth = [""], 0
    for character in prelude:
        depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(character, 0)
        if character == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += character
    return parts


def purged(css, known):
    """The style sheet without the selectors that name a class or an id which is not a known word.

    Conditions such as :not(…) are not judged.
    """
    licence = re.match(r"(?:@charset[^;]*;)?\s*(/\*!.*?\*/)?", css, re.S)[1] or ""
    return licence + "".join(_purged(re.sub(r"/\*.*?\*/", "", css, flags=re.S), known))


def _purged(css, known):
    for prelude, body in rules(css):
        if body is None:
            yield prelude
        elif prelude.startswith(NESTING):
            inner = "".join(_purged(body, known))
            yield f"{prelude}{{{inner}}}" if inner else ""
        elif prelude.startswith("@"):
            yield f"{prelude}{{{body}}}"
        else:
            kept = [
                selector for selector in selectors(prelude) if set(NAME.findall(CONDITION.sub("", selector))) <= known
            ]
            yield f"{','.join(kept)}{{{body}}}" if kept else ""
