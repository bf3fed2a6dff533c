"""How an optimizer of torch is tried: three steps on two groups of parameters."""

from importlib import import_module

from lecopt.checker import Case, Complaint


def three_steps(answer, args, kwargs):
    """The weights of two groups of parameters after each of three steps, and the gradients that are left."""
    groups, gradients, lower = args
    torch = import_module("torch")
    tensors = [[torch.nn.Parameter(torch.tensor(array)) for array in arrays] for arrays, _ in groups]
    answer_is_a_class = isinstance(answer, type) and issubclass(answer, torch.optim.Optimizer)
    if not answer_is_a_class:
        raise Complaint("TorchRule is a class that inherits from torch.optim.Optimizer; give `check` the class itself.")
    optimizer = answer([{"params": params, **own} for params, (_, own) in zip(tensors, groups, strict=True)], **kwargs)
    every, path, left = [p for params in tensors for p in params], [], []
    for k, arrays in enumerate(gradients):
        for p, array in zip(every, arrays, strict=True):
            p.grad = None if array is None else torch.tensor(array)
        if k == 2 and lower:
            for group in optimizer.param_groups:
                group["lr"] = group["lr"] / 2
        try:
            optimizer.step()
        except (RuntimeError, TypeError, AttributeError) as error:
            known = {"leaf": "leaf Variable", "none": "NoneType"}
            said = [name for name, text in known.items() if text in str(error)]
            if not said:
                raise
            return {"stopped": said[0], "at step": 0.5 + k}
        path.append([p.detach().numpy().copy() for p in every])
        left.append([None if p.grad is None else p.grad.numpy().copy() for p in every])
    return {"weights": path, "gradients after the step": left}


def trainings(rng):
    """Cases (groups, the gradients of three steps, whether the lr is lowered before the third) and hyper-parameters."""

    def arrays():
        return [rng.normal(size=(2, 3)), rng.normal(size=3), rng.normal(size=3)]

    plain = [(arrays(), {})]
    for note, groups, hyper in (
        ("plain SGD", plain, {"lr": 0.1}),
        ("with momentum", plain, {"lr": 0.1, "momentum": 0.9}),
        ("with momentum and L2", plain, {"lr": 0.1, "momentum": 0.8, "weight_decay": 0.3}),
        (
            "with two groups, each with its lr",
            [(arrays()[:2], {"lr": 0.3}), (arrays()[2:], {"lr": 0.02})],
            {"lr": 0.1, "momentum": 0.9},
        ),
    ):
        yield Case((groups, [arrays() for _ in range(3)], False), hyper, note)
    yield Case(
        (plain, [[None, *arrays()[1:]] for _ in range(3)], False),
        {"lr": 0.1, "momentum": 0.9},
        "a parameter without a gradient",
    )
    yield Case(
        (plain, [arrays() for _ in range(3)], True),
        {"lr": 0.2, "momentum": 0.9},
        "the lr of the groups is lowered before step 3",
    )
