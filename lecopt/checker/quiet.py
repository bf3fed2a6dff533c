"""Catching what an answer prints, and giving it nothing to read."""

import builtins
import contextlib
import io
import sys
import warnings
from collections.abc import Iterator

import numpy as np

KEPT = 4000  # characters of a learner's output that are kept


class Capped(io.TextIOBase):
    """A text stream that keeps the beginning and counts the rest."""

    def __init__(self):
        self.start_over()

    def start_over(self) -> None:
        """Forget what was written."""
        self.kept, self.length = "", 0

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        text = str.__str__(text)
        self.kept += text[: max(0, KEPT - len(self.kept))]
        self.length += len(text)
        return len(text)

    def text(self) -> str:
        """What was written, shortened."""
        lost = self.length - len(self.kept)
        return self.kept + (f"\n… and {lost:,} characters more" if lost else "")


def _no_input(prompt="", /):
    raise EOFError("an answer cannot ask for input while it is being checked")


@contextlib.contextmanager
def quiet() -> Iterator[Capped]:
    """Catch everything that is printed, and give nothing to read; warnings are silent. Gives the `Capped` stream."""
    stream = Capped()
    before = sys.stdin, builtins.input, sys.breakpointhook, sys.getrecursionlimit()
    with contextlib.ExitStack() as stack:
        stack.enter_context(contextlib.redirect_stdout(stream))
        stack.enter_context(contextlib.redirect_stderr(stream))
        stack.enter_context(warnings.catch_warnings())
        warnings.simplefilter("ignore")
        stack.enter_context(np.errstate(all="ignore"))
        sys.stdin, builtins.input, sys.breakpointhook = io.StringIO(), _no_input, lambda *args, **kwargs: None
        try:
            yield stream
        finally:
            sys.stdin, builtins.input, sys.breakpointhook, depth = before
            sys.setrecursionlimit(depth)
