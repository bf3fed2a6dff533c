"""Exercise of "What does the curvature tell?": the damped Newton step."""

import numpy as np

from lecopt.checker import Case, Exercise, Mistake, edit

from .newton_step import hessian, points


def damped_newton_step(g, H, damping):
    """Newton's step with a damped Hessian: H plus damping times the identity.

    g: gradient, (d,). H: Hessian, (d, d), symmetric. damping: >= 0.
    Returns the step, (d,), to be added to w.
    """
    return -np.linalg.solve(H + damping * np.eye(len(g)), g)


def _damped_points(rng):
    for g, H in (case.args if isinstance(case, Case) else case for case in points(rng)):
        least = np.linalg.eigvalsh(H).min()
        yield g, H, float(rng.uniform(0.2, 2) + max(0, -1.5 * least))
    yield Case((rng.normal(size=2), hessian(rng, [0.5, 3.0]), 0.0), {}, "no damping: Newton's step")
    yield Case((rng.normal(size=2), hessian(rng, [0.0, 3.0]), 0.4), {}, "a singular Hessian")


EXERCISES = [
    Exercise(
        reference=damped_newton_step,
        position=2,
        title="The damped Newton step",
        statement=(
            "Write `damped_newton_step(g, H, damping)`: the step $-(H + \\delta I)^{-1}g$, where $\\delta$ is "
            "`damping`. "
            "With 0 it is Newton's step. Where $H + \\delta I$ is positive definite, a larger $\\delta$ makes it "
            "shorter and turns it towards $-g$."
        ),
        hints=(
            "The damping is added to every curvature. What matrix has the same curvature in all directions?",
            "The identity matrix is `np.eye`; how many rows does it need?",
            "Add first, then solve as in the exercise before.",
        ),
        cases=_damped_points,
        mistakes=(
            Mistake(
                "adds to every entry",
                edit("damping * np.eye(len(g))", "damping"),
                "`H + damping` adds to *every* entry of H, which also turns its axes. Add to the diagonal only: "
                "damping times the identity.",
            ),
            Mistake(
                "forgets the damping", edit(" + damping * np.eye(len(g))", ""), "That is Newton's step without damping."
            ),
            Mistake(
                "a shorter step",
                (
                    edit("-np.linalg.solve(H + damping * np.eye(len(g)), g)", "-np.linalg.solve(H, g) / (1 + damping)"),
                    edit("-np.linalg.solve(H + damping * np.eye(len(g)), g)", "-damping * np.linalg.solve(H, g)"),
                ),
                "You shorten or stretch Newton's step and keep its direction. That helps when it is too long, "
                "but near a saddle the *direction* is wrong, too. Add the damping to the Hessian.",
            ),
            Mistake(
                "subtracts",
                edit("H + damping", "H - damping"),
                "You subtract the damping. It has to be *added*, to lift the negative curvatures above zero.",
            ),
            Mistake(
                "the wrong sign", edit("-np", "np"), "The sign: the step is minus (H + δI)⁻¹g. Yours leads uphill."
            ),
            Mistake(
                "damps by the diagonal",
                edit("damping * np.eye(len(g))", "damping * np.diag(np.diag(H))"),
                "You add a share of H's own diagonal. That is Marquardt's damping, which scales with each "
                "weight; asked for is δ times the identity.",
            ),
            Mistake(
                "damps the gradient",
                edit("len(g)), g)", "len(g)), g + damping)"),
                "You add the damping to the gradient, too. It belongs to the Hessian alone.",
            ),
            Mistake(
                "the identity without the damping",
                edit("damping * np.eye(len(g))", "np.eye(len(g))"),
                "You add the identity as it is, which is a damping of 1. Multiply it by `damping`.",
            ),
            Mistake(
                "the identity over the damping",
                edit("damping * np.eye(len(g))", "np.eye(len(g)) / damping if damping else H"),
                "You divide the identity by the damping. Multiply: a larger damping lifts the curvatures *more*.",
            ),
            Mistake(
                "damps the step",
                edit("np.linalg.solve(H + damping * np.eye(len(g)), g)", "np.linalg.solve(H, g) - damping * g"),
                "You add Newton's step and a step of gradient descent. Near a saddle the first part still goes "
                "to the saddle. The damping belongs inside, added to H.",
            ),
            Mistake(
                "gradient descent",
                edit("-np.linalg.solve(H + damping * np.eye(len(g)), g)", "-g / damping if damping else -g"),
                "You divide g by the damping and leave the Hessian out. That is what the step *comes to* when "
                "the damping is very large.",
            ),
            Mistake(
                "blends instead of adding",
                edit("H + damping * np.eye(len(g))", "(1 - damping) * H + damping * np.eye(len(g))"),
                "You mix H and the identity with weights 1 − δ and δ. H keeps its full weight: H + δI.",
            ),
        ),
    ),
]
