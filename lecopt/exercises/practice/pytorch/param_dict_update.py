"""Exercise of "PyTorch": a dict of parameters."""

import numpy as np

from lecopt.checker import Alternative, Case, Complaint, Exercise, Mistake, edit


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
    """The parameters after each step of an update on dicts; its state is its own affair."""
    params, gradients, state, lr = args
    path = []
    for grads in gradients:
        given = [{name: np.array(value) for name, value in arrays.items()} for arrays in (params, grads)]
        held = (params, grads)
        result = answer(params, grads, state, lr, **kwargs)
        if any(
            not np.array_equal(now[name], before[name])
            for now, before in zip(held, given, strict=True)
            for name in before
        ):
            raise Complaint(
                "You changed the caller's arrays or dict: what was given must stay as it was. Make new ones (`w "
                "- …` does, `w -= …` doesn't)."
            )
        if not isinstance(result, (tuple, list)) or len(result) != 2 or not isinstance(result[0], dict):
            raise Complaint("Return two things, the new dict of parameters and the new state: `return new, velocity`.")
        params, state = result
        path.append({name: np.array(w) for name, w in params.items()})
    return path


def _dicts(rng):
    for steps, shapes in (
        (1, {"W": (2, 3), "b": (3,)}),
        (3, {"W": (2, 3), "b": (3,)}),
        (4, {"W1": (2, 2), "b1": (2,), "W2": (2, 2)}),
    ):
        gradients = [{name: rng.normal(size=shape) for name, shape in shapes.items()} for _ in range(steps)]
        yield (
            {name: rng.normal(size=shape) for name, shape in shapes.items()},
            gradients,
            {},
            float(rng.uniform(0.05, 0.3)),
        )
    whole = {"W": np.array([[1, 2], [3, 4]]), "b": np.array([5, 6])}
    yield Case(
        (whole, [{name: rng.normal(size=w.shape) for name, w in whole.items()} for _ in range(2)], {}, 0.1),
        {},
        "parameters that are whole numbers",
    )
    backwards = {name: rng.normal(size=2) for name in ("b", "W")}
    yield Case(
        ({name: rng.normal(size=2) for name in ("W", "b")}, [backwards, backwards], {}, 0.1),
        {},
        "grads in another order than params",
    )


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
        ),
    ),
]
