"""How an optimizer of torch is tried: three steps on groups of parameters, once straight and once saved in between."""

import copy
import dis
import inspect
from importlib import import_module

import numpy as np

from lecopt.checker import Case, Complaint

STOPPED = {"leaf": "leaf Variable", "none": "NoneType", "dict": "'dict' object has no attribute"}


def three_steps(answer, args, kwargs):
    """The weights of groups of parameters after each of three steps, the gradients that are left, and the weights where
    the optimizer is saved after the second step and loaded into a new one."""
    torch = import_module("torch")
    _ask_for_a_class(answer, torch.optim.Optimizer)
    groups, gradients, lower = args
    tensors = [[torch.nn.Parameter(torch.tensor(array)) for array in arrays] for arrays, _ in groups]
    every = [p for params in tensors for p in params]

    def new(tensors):
        if len(groups) == 1 and not groups[0][1]:
            return answer(iter(tensors[0]), **kwargs)  # as `net.parameters()` gives them
        return answer([{"params": params, **own} for params, (_, own) in zip(tensors, groups, strict=True)], **kwargs)

    optimizer = new(tensors)
    if not hasattr(optimizer, "param_groups"):
        return {"param_groups": "missing"}
    if any(isinstance(value, torch.optim.Optimizer) for value in vars(optimizer).values()):
        raise Complaint(
            "Your class hands the work to an optimizer of torch's. Write the two lines of the rule yourself."
        )
    start, path, left = [p.detach().numpy().copy() for p in every], [], []
    for k, arrays in enumerate(gradients):
        for p, array in zip(every, arrays, strict=True):
            p.grad = None if array is None else torch.tensor(array)
        if k == 2:
            other = [[torch.nn.Parameter(p.detach().clone()) for p in params] for params in tensors]
            for p, q in zip(every, [q for params in other for q in params], strict=True):
                q.grad = None if p.grad is None else p.grad.clone()
            resumed = new(other)
            resumed.load_state_dict(copy.deepcopy(optimizer.state_dict()))
            for group in (*optimizer.param_groups, *resumed.param_groups):
                group["lr"] = group["lr"] / 2 if lower else group["lr"]
        try:
            optimizer.step()
        except (RuntimeError, TypeError, AttributeError) as error:
            said = [name for name, text in STOPPED.items() if text in str(error)]
            if not said:
                raise
            return {"stopped": said[0], "at step": 0.5 + k}
        path.append([p.detach().numpy().copy() for p in every])
        left.append([None if p.grad is None else p.grad.numpy().copy() for p in every])
    if all(np.array_equal(before, now) for before, now in zip(start, path[-1], strict=True)):
        return {"weights": "not changed by any step", "its step": _what_it_does(answer.step)}
    resumed.step()
    after = [p.detach().numpy().copy() for params in other for p in params]
    return {"weights": path, "gradients after the step": left, "weights where it was saved and loaded": after}


def _ask_for_a_class(answer, optimizer):
    """Refuse what is no class of its own with a step of its own."""
    if not isinstance(answer, type) or not issubclass(answer, optimizer):
        raise Complaint("TorchRule is a class that inherits from torch.optim.Optimizer; give `check` the class itself.")
    ready = [kind for kind in answer.__mro__ if kind.__module__.startswith("torch.optim") and kind is not optimizer]
    if ready:
        raise Complaint(
            f"TorchRule inherits from torch's own {ready[0].__name__}, which does all the work already. Inherit from "
            "`torch.optim.Optimizer` itself, and write the rule."
        )


def _what_it_does(step):
    """What the code of a step that changes no weight shows: that it is empty, or binds the name of its loop anew."""
    steps = list(dis.get_instructions(inspect.unwrap(step)))
    loops = {
        b.argval for a, b in zip(steps, steps[1:], strict=False) if (a.opname, b.opname) == ("FOR_ITER", "STORE_FAST")
    }
    bound = [instruction.argval for instruction in steps if instruction.opname == "STORE_FAST"]
    if not bound:
        return "has no loop over the parameters"
    return "binds its name for a parameter anew" if any(bound.count(name) > 1 for name in loops) else "changes none"


def trainings(rng):
    """Cases (groups, the gradients of three steps, whether the lr is lowered before the third) and hyper-parameters."""
    weights = [np.array([[1.0, -2.0, 0.5], [3.0, 0.0, -1.0]]), np.array([0.5, 1.0, -2.0]), np.array([2.0, -1.0, 1.5])]
    slopes = [[(-0.5) ** k * (w - k) + 0.3 for w in weights] for k in range(3)]
    both = {"lr": 0.1, "momentum": 0.8, "weight_decay": 0.3}

    def arrays():
        return [rng.normal(size=w.shape) for w in weights]

    for note, groups, hyper in (
        ("plain SGD", [(weights, {})], {"lr": 0.1}),
        ("with momentum", [(weights, {})], {"lr": 0.1, "momentum": 0.9}),
        ("with momentum and L2", [(weights, {})], both),
        ("with weight decay alone", [(weights, {})], {"lr": 0.1, "weight_decay": 0.3}),
        ("two groups, each with its lr", [(weights[:2], {"lr": 0.3}), (weights[2:], {"lr": 0.02})], both),
        (
            "two groups, each with its momentum and decay",
            [(weights[:2], {"momentum": 0.5, "weight_decay": 0.0}), (weights[2:], {"momentum": 0.0})],
            both,
        ),
    ):
        yield Case((groups, slopes, False), hyper, note)
    plain, none = [(weights, {})], [[None, *some[1:]] for some in slopes]
    yield Case((plain, none, False), both, "a parameter without a gradient")
    yield Case((plain, [slopes[0], none[1], slopes[2]], False), both, "a parameter without a gradient at step 2 alone")
    yield Case((plain, slopes, True), {"lr": 0.2, "momentum": 0.9}, "the lr of the groups is lowered before step 3")
    yield Case(([(arrays(), {})], [arrays() for _ in range(3)], False), both, "with momentum and L2")
