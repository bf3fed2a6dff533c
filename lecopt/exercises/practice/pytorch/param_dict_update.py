"""Exercise of "PyTorch": a dict of parameters."""

import numpy as np

from lecopt.checker import Alternative, Case, Complaint, Exercise, Mistake, edit
from lecopt.checker.trial import fresh, unchanged

from ..changed import CHANGED


def param_dict_update(params, grads, state, lr):
    """One step of momentum, v = 0.9 v + dw and w = w - lr v, on dicts of arrays.

    params, grads: {name: array}. state: {} at first, then what you returned.
    Returns (params, state), new.
    """
    new, velocity = {}, {}
    for name, w in params.items():
        velocity[name] = 0.9 * state.get(name, 0) + grads[name]
        new[name] = w - lr * velocity[name]
    return new, velocity


def path_of_dicts(answer, args, kwargs):
    """The parameters after each step of an update on dicts; its state is its own affair.

    The first step is made twice, so that an answer which remembers by itself is seen.
    """
    params, gradients, state, lr = args
    again = answer(fresh(params), fresh(gradients[0]), {}, lr)
    path = []
    for k, grads in enumerate(gradients):
        before = fresh([params, grads, state])
        result = answer(params, grads, state, lr, **kwargs)
        if not unchanged(before, [params, grads, state]):
            raise Complaint(CHANGED)
        if not isinstance(result, (tuple, list)) or len(result) != 2 or not isinstance(result[0], dict):
            raise Complaint("Return two things, the new dict of parameters and the new state: `return new, velocity`.")
        new, state = result
        if k == 0 and not unchanged(fresh(again[0]), new):
            return {"the same step, twice": "two results"}
        params = new
        path.append({name: np.array(w) for name, w in params.items()})
    return path


def _dicts(rng):
    W, b = np.array([[1.0, -2.0], [0.5, 3.0]]), np.array([0.5, -1.0])
    dW, db = np.array([[0.5, 1.0], [-2.0, 0.25]]), np.array([1.0, -0.5])
    two = {"W": W, "b": b}
    yield two, [{"W": dW, "b": db}], {}, 0.1
    yield Case((two, [{"W": dW, "b": db}, {"W": -2 * dW, "b": 3 * db}, {"W": dW, "b": db}], {}, 0.3), {}, "three steps")
    backwards = {"b": db, "W": np.array([1.0, 2.0])}
    yield Case(({"W": b, "b": 2 * b}, [backwards, backwards], {}, 0.1), {}, "grads in another order than params")
    whole = {"W": np.array([[1, 2], [3, 4]]), "b": np.array([5, 6])}
    yield Case((whole, [{"W": dW, "b": db}] * 2, {}, 0.1), {}, "parameters that are whole numbers")
    for steps, shapes in ((1, {"only": (3,)}), (4, {"W1": (2, 2), "b1": (2,), "W2": (2, 2), "b2": (2,)})):
        params, *gradients = (
            {name: rng.normal(size=shape) for name, shape in shapes.items()} for _ in range(steps + 1)
        )
        yield params, gradients, {}, float(rng.uniform(0.05, 0.3))


TRAPS = "the section “Dicts of parameters”"


EXERCISES = [
    Exercise(
        reference=param_dict_update,
        position=2,
        title="One step on dicts",
        statement=(
            "Write `param_dict_update(params, grads, state, lr)`: one step of momentum with ρ = 0.9 on dicts of "
            "NumPy arrays. Return a *new* dict of parameters and a new state, and leave what you were given as it "
            "was. At the first step `state` is empty."
        ),
        hints=(
            "A loop over the names. What must stand inside it?",
            "`state.get(name, 0)` is 0 where there is no velocity yet.",
            "`w -= …` changes the caller's array. What doesn't?",
        ),
        cases=_dicts,
        trial=path_of_dicts,
        alternatives=(
            Alternative(
                "a velocity scaled by lr",
                edit(
                    "0.9 * state.get(name, 0) + grads[name]",
                    "0.9 * state.get(name, 0) - lr * grads[name]",
                    "w - lr * velocity[name]",
                    "w + velocity[name]",
                ),
            ),
        ),
        mistakes=(
            Mistake(
                "the update stands outside the loop",
                (
                    edit(
                        "        velocity[name] =",
                        "        pass\n    new.update(params)\n    if True:\n        velocity[name] =",
                    ),
                    edit("        new[name] = w", "    new[name] = w"),
                ),
                "Only the last parameter moves: the lines after the loop's head must be indented into it.",
                TRAPS,
            ),
            Mistake(
                "forgets",
                (
                    edit("0.9 * state.get(name, 0) + grads[name]", "grads[name]"),
                    edit("return new, velocity", "return new, state"),
                    edit("w - lr * velocity[name]", "w - lr * grads[name]"),
                ),
                "That is plain gradient descent: the old velocity doesn't get into the step. Take it from "
                "`state`, add the gradient, move by the sum, and return it as the new state.",
            ),
            Mistake(
                "one velocity for all",
                edit(
                    "    new, velocity = {}, {}\n",
                    "    new, velocity = {}, {'v': state.get('v', 0)}\n",
                    "velocity[name] = 0.9 * state.get(name, 0) + grads[name]",
                    "velocity['v'] = 0.9 * velocity['v'] + np.mean(grads[name])",
                    "lr * velocity[name]",
                    "lr * velocity['v']",
                ),
                "All parameters share one velocity. Each name needs its own.",
            ),
            Mistake(
                "grads by their place",
                edit(
                    "    for name, w in params.items():\n",
                    "    for (name, w), dw in zip(params.items(), grads.values()):\n",
                    "grads[name]",
                    "dw",
                ),
                "You pair parameters and gradients by their order. Two dicts need not have the same order: look "
                "gradients up by name.",
            ),
            Mistake(
                "whole numbers stay whole",
                edit("w - lr * velocity[name]", "(w - lr * velocity[name]).astype(w.dtype)"),
                "Parameters that are whole numbers stay whole, and small steps are lost. The result must be floating.",
                TRAPS,
            ),
            Mistake(
                "an average",
                edit("+ grads[name]", "+ 0.1 * grads[name]"),
                "You average: here the velocity is a sum, the whole gradient is added.",
            ),
            Mistake(
                "moves before it speeds up",
                edit("w - lr * velocity[name]", "w - lr * state.get(name, 0) + 0 * velocity[name]"),
                "You move with the *old* velocity. First the velocity, then the step.",
            ),
            Mistake(
                "uphill", edit("= w - lr * velocity", "= w + lr * velocity"), "It goes uphill: the step is subtracted."
            ),
            Mistake(
                "remembers by itself",
                edit(
                    "(params, grads, state, lr)",
                    "(params, grads, state, lr, memory={})",
                    "state.get(name, 0)",
                    "memory.get(name, 0)",
                    "        new[name] =",
                    "        memory[name] = velocity[name]\n        new[name] =",
                ),
                "Called twice with the same arguments, your function gives two results: it keeps something from call "
                "to call. What must be remembered is returned, and comes back as `state`.",
                TRAPS,
            ),
            Mistake(
                "Nesterov",
                edit("lr * velocity[name]", "lr * (0.9 * velocity[name] + grads[name])"),
                "That is Nesterov's step, 0.9 v + dw with the new v. Momentum moves by v alone.",
            ),
            Mistake(
                "another rho",
                tuple(edit("0.9 * state", f"{rho} * state") for rho in (0.99, 0.5, 0.95, 1.0, "(1 - 0.9)")),
                "The velocity keeps another share than 0.9.",
            ),
            Mistake(
                "lr twice",
                edit("+ grads[name]", "+ lr * grads[name]"),
                "lr stands twice, in the velocity and in the step. Once is right.",
            ),
            Mistake(
                "without lr",
                edit("w - lr * velocity", "w - velocity"),
                "lr is missing: the step is lr times the velocity.",
            ),
            Mistake(
                "keeps to the old parameters",
                edit("return new, velocity", "return {name: w.copy() for name, w in params.items()}, velocity"),
                "Your function returns the parameters unchanged.",
            ),
        ),
    ),
]
