"""What a learner sees: verdicts and folded texts, as HTML in a notebook and on the site, as text in a terminal."""

import html
import os
import re
import sys
from dataclasses import dataclass, field

LOOKS = {  # status: sign, words, colour of the bar beside them, terminal colour
    "correct": ("✓", "Correct", "#009E73", "32"),
    "wrong": ("✗", "Not yet", "#D55E00", "31"),
    "not attempted": ("○", "Not attempted yet", "#888888", "90"),
}
CONTROL = re.compile(r"\x1b\[[0-9;]*[A-Za-z]|[^\n\t\x20-\x7e\xa0-\U0010ffff]")


def on_the_site() -> bool:
    """Whether this runs while the site is being built."""
    return os.environ.get("LECOPT_SITE") == "1"


def cleaned(text: str) -> str:
    """A text without terminal codes and control characters."""
    return CONTROL.sub("", text).encode("utf8", "replace").decode("utf8")


def as_html(text: str) -> str:
    """Plain text as HTML: escaped, `code` in backticks as <code>, *emphasis* in asterisks as <em>."""
    pieces = html.escape(cleaned(text)).split("`")
    if len(pieces) % 2 == 0:  # a lonely backtick
        pieces[-2:] = ["`".join(pieces[-2:])]
    for i, piece in enumerate(pieces):
        pieces[i] = f"<code>{piece}</code>" if i % 2 else re.sub(r"\*([^*\s][^*\n]*)\*", r"<em>\1</em>", piece)
    return "".join(pieces).replace("\n", "<br>")


def _in_colour():
    stream = sys.stdout
    return (
        bool(getattr(stream, "isatty", lambda: False)())
        and "NO_COLOR" not in os.environ
        and os.environ.get("TERM") != "dumb"
    )


@dataclass(frozen=True)
class Verdict:
    """What `check` says.

    status: "correct", "wrong" or "not attempted". mistake: the name of the recognised mistake, or None. message: the
    sentences. printed: what the answer printed. input: the arguments on which it went wrong, as a line to paste.
    """

    name: str
    status: str
    message: str = ""
    mistake: str | None = None
    printed: str = ""
    link: str = field(default="", repr=False)
    input: str = field(default="", repr=False)

    def __str__(self):
        sign, words, _, _ = LOOKS[self.status]
        lines = [f"{sign} {words}: {self.name}", *self.message.splitlines()]
        if self.printed:
            lines += ["Your answer printed:", *("  | " + line for line in self.printed.splitlines()[:20])]
        return cleaned("\n".join(lines))

    def __repr__(self):
        first, _, rest = str(self).partition("\n")
        if _in_colour():
            first = f"\x1b[1;{LOOKS[self.status][3]}m{first}\x1b[0m"
        return f"{first}\n{rest}" if rest else first

    def _repr_html_(self):
        sign, words, colour, _ = LOOKS[self.status]
        printed = "\n".join(self.printed.splitlines()[:20])
        parts = [f"<strong>{sign} {words}</strong> · <code>{html.escape(self.name)}</code>"]
        if self.message:
            parts.append(f'<p style="margin: 0.4em 0 0">{as_html(self.message)}</p>')
        if printed:
            parts.append(
                f"<details><summary>What your answer "
                f"printed</summary><pre>{html.escape(cleaned(printed))}</pre></details>"
            )
        if self.link:
            parts.append(
                f'<p style="margin: 0.4em 0 0"><a href="{html.escape(self.link)}">Open in Colab and try it</a></p>'
            )
        style = f"border-left: 4px solid {colour}; padding: 0.4em 0.8em; background: transparent; color: inherit"
        return f'<div class="lecopt-verdict" role="status" style="{style}">{"".join(parts)}</div>'


@dataclass(frozen=True)
class Folded:
    """Texts under their titles, folded: <details> in a notebook and on the site, plain text in a terminal.

    items: (title, text, is it code?) for each.
    """

    items: tuple
    closing: str = ""

    def __str__(self):
        parts = [f"{title}\n{text.rstrip()}" for title, text, _ in self.items]
        return "\n\n".join([*parts, self.closing] if self.closing else parts)

    __repr__ = __str__

    def _repr_html_(self):
        parts = []
        for title, text, is_code in self.items:
            body = (
                f'<pre style="overflow-x: auto"><code>{html.escape(text)}</code></pre>'
                if is_code
                else f"<p>{as_html(text)}</p>"
            )
            parts.append(f"<details><summary>{html.escape(title)}</summary>{body}</details>")
        closing = f"<p>{as_html(self.closing)}</p>" if self.closing else ""
        return (
            f'<div class="lecopt-folded" style="background: transparent; color: '
            f'inherit">{"".join(parts)}{closing}</div>'
        )


@dataclass(frozen=True)
class Progress:
    """Which exercises are solved: rows of (heading, ((name, solved?), …))."""

    rows: tuple

    def __str__(self):
        return "\n".join(
            f"{heading}\n" + "\n".join(f"  {'✓' if done else '○'} {name}" for name, done in names)
            for heading, names in self.rows
        )

    __repr__ = __str__

    def _repr_html_(self):
        parts = []
        for heading, names in self.rows:
            words = " · ".join(f"{'✓' if done else '○'}&nbsp;<code>{html.escape(name)}</code>" for name, done in names)
            parts.append(f"<dt>{html.escape(heading)}</dt><dd>{words}</dd>")
        return f'<dl class="lecopt-progress" style="background: transparent; color: inherit">{"".join(parts)}</dl>'
