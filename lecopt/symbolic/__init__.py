"""One formula, many readers: a rule or an expression as LaTeX, as a program, and as a proof.

The formula is the code: `latex` reads the lines of the rule itself, `program` records its arithmetic, and `step` runs
it on SymPy symbols, so that "these two rules are the same" is a difference that simplifies to zero.

- recording: numbers not known yet, whose arithmetic is written down
- programs: arithmetic recorded as data, run by NumPy here and by the browser there
- expressions: programs of SymPy expressions
- formulas: formulas in text, read without running them
- source: the text of a rule, read once for the two readers below
- typeset: the lines of a rule as LaTeX
- working: the lines of a rule with the place of every number in its program
- proofs: a rule on symbols; are two expressions the same?
"""

from .formulas import exact, parse
from .programs import evaluate, function_of, program
from .proofs import path, same, step, symbols_of
from .recording import NotArithmetic
from .typeset import latex
from .working import working

__all__ = [
    "NotArithmetic",
    "evaluate",
    "exact",
    "function_of",
    "latex",
    "parse",
    "path",
    "program",
    "same",
    "step",
    "symbols_of",
    "working",
]
