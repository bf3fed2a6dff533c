"""lecopt: learn optimisation for deep learning. This page is the map.

Symbols, the same in the text, in the code and in the browser:

======== ================== ============================================================
formula  code               meaning
======== ================== ============================================================
w        w                  weights, the numbers we search for
g        dw                 gradient of the loss at w
α        lr                 learning rate (step size), >= 0
ρ        rho                friction of momentum, the share of velocity kept, in [0, 1)
v        v                  velocity; in Adam the running mean of g²
s        s                  sum (AdaGrad) or running mean (RMSProp) of g²
m        m                  running mean of g
β        decay              share of s that RMSProp keeps, in [0, 1)
β₁, β₂   beta1, beta2       share of m and of v that Adam keeps, in [0, 1)
ε        eps                keeps 0 / 0 away, outside the root, >= 0
λ        weight_decay, reg  weight decay; strength of the regulariser ½ λ ‖w‖²
H        H                  Hessian, or in BFGS the estimate of its inverse
κ        kappa              condition number, largest over smallest eigenvalue
======== ================== ============================================================

Modules, on four floors; each imports from the floors above it in this table, and from no other:

============== ==========================================================================
arguments      what functions ask of their arguments, refused in one sentence
first_order    the seven update rules, a few lines of arithmetic each; RULES
signatures     what a rule takes and gives back
plotting       drawings on a given ax; show(fig, alt)
checker        what judges an answer and names the mistake; knows no subject

symbolic       one formula, many readers: LaTeX, programs, proofs
gradients      numeric gradients and the gradient check
models         softmax and SVM classifiers, a small network: loss and gradient of one flat w
data           digits, CIFAR-10, small synthetic sets
search         random search, random local search, simulated annealing
line_search    Armijo and Wolfe step lengths
descent        the loop: run(rule, grad, w0, steps) -> path
exercises      the exercises, a folder a part, named like the chapters; check, hint, solution

second_order   Newton, BFGS, L-BFGS, and the loop `minimize`
landscapes     functions of two weights; LANDSCAPES
training       minibatches, epochs, history, resume; schedules; checkpoints

widgets        race, curves, frames: alive in Jupyter, in Colab and on the static page
============== ==========================================================================
"""

from lecopt.descent import run
from lecopt.exercises import check, hint, progress, solution
from lecopt.first_order import RULES

__all__ = ["run", "RULES", "LANDSCAPES", "check", "hint", "solution", "progress"]
__version__ = "0.1.0"  # the only place: pyproject.toml reads it here


def __getattr__(name):
    """LANDSCAPES, when it is first asked for: it needs SymPy, and who checks an exercise should not wait for that."""
    if name != "LANDSCAPES":
        raise AttributeError(f"module 'lecopt' has no attribute {name!r}")
    from lecopt.landscapes import LANDSCAPES

    return LANDSCAPES


def __dir__():
    return sorted({*globals(), *__all__})
