"""Draws the README's second picture, .github/exercise.svg: an answer to an exercise, and what `check` says of it.

    .venv/bin/python tools/exercise_picture.py       after the course says something else of this answer

It is right on light and on dark pages; what it shows is what the checker says.
"""

import textwrap
from html import escape
from pathlib import Path

import numpy as np

from lecopt import check

TARGET = Path(__file__).resolve().parents[1] / ".github" / "exercise.svg"
WIDTH, LINE, LETTERS = 800, 21, 88  # pixels, pixels, letters a line
ANSWER = """\
def my_adam(w, dw, m=0, v=0, t=0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    t = t + 1
    m = beta1 * m + (1 - beta1) * dw
    v = beta2 * v + (1 - beta2) * dw**2
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    return w - lr * m_hat / np.sqrt(v_hat + eps), (m, v, t)

check("adam", my_adam)
"""
TITLE = "An answer to an exercise, and what the check says of it"
STYLE = (
    "text{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;white-space:pre}"
    ".cell{fill:#888;fill-opacity:.12}.mark{fill:#d55e00}.ink{fill:#222}.bad{fill:#b34700;font-weight:600}"
    "@media(prefers-color-scheme:dark){.ink{fill:#ddd}.bad{fill:#ff9a57}}"
)


def said():
    """What the check says of the answer: its lines, wrapped."""
    names = {"np": np, "check": lambda name, answer: names.update(verdict=check(name, answer))}
    exec(ANSWER, names)
    return [line for text in str(names["verdict"]).splitlines() for line in textwrap.wrap(text, LETTERS)]


def picture():
    """The SVG's text."""
    code, verdict = ANSWER.rstrip("\n").splitlines(), said()
    top = LINE * len(code) + 24  # where the verdict's box begins
    height = top + 8 + LINE * len(verdict) + 20
    rows = [("ink", 30 + LINE * k, line) for k, line in enumerate(code)]
    rows += [("ink" if k else "bad", top + 30 + LINE * k, line) for k, line in enumerate(verdict)]
    texts = [f'<text class="{kind}" x="18" y="{y}">{escape(line)}</text>' for kind, y, line in rows if line]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{TITLE}">'
        f"<title>{TITLE}</title><style>{STYLE}</style>\n"
        f'<rect class="cell" width="{WIDTH}" height="{top}" rx="8"/>'
        f'<rect class="mark" y="{top + 12}" width="4" height="{height - top - 12}" rx="2"/>\n'
        + "\n".join(texts)
        + "\n</svg>\n"
    )


if __name__ == "__main__":
    TARGET.write_text(picture(), "utf8")
    print(f"{TARGET}: {TARGET.stat().st_size} bytes")
