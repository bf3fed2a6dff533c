"""Exercise of "PyTorch": an optimizer of your own."""

from lecopt.checker import Alternative, Exercise, Mistake, edit

from .trainings import three_steps, trainings

TORCH_RULE = '''
import torch

class TorchRule(torch.optim.Optimizer):
    """v = momentum * v + (dw + weight_decay * w), then w = w - lr * v."""

    def __init__(self, params, lr, momentum=0.0, weight_decay=0.0):
        super().__init__(params, dict(lr=lr, momentum=momentum, weight_decay=weight_decay))

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is None:
                    continue
                dw = p.grad + group["weight_decay"] * p
                v = group["momentum"] * self.state[p].get("v", 0) + dw
                self.state[p]["v"] = v
                p.sub_(group["lr"] * v)
'''


STARTER = '''import torch

class TorchRule(torch.optim.Optimizer):
    """v = momentum * v + (dw + weight_decay * w), then w = w - lr * v."""

    def __init__(self, params, lr, momentum=0.0, weight_decay=0.0):
        raise NotImplementedError

    def step(self):
        raise NotImplementedError
'''


DECAY, MOVE = 'dw = p.grad + group["weight_decay"] * p', 'p.sub_(group["lr"] * v)'


VELOCITY = 'v = group["momentum"] * self.state[p].get("v", 0) + dw'


EXERCISES = [
    Exercise(
        reference=TORCH_RULE,
        cell=STARTER,
        title="An optimizer of your own",
        statement=(
            "Write `TorchRule`, a subclass of `torch.optim.Optimizer` that does what `torch.optim.SGD` does with "
            "`momentum` and `weight_decay`: $v \\leftarrow \\text{momentum}\\cdot v + (g + \\text{weight "
            "decay}\\cdot w)$, $w \\leftarrow w - \\text{lr}\\cdot v$, with $v = 0$ at first. Groups may have "
            "hyper-parameters of their own, and a parameter without a gradient stays where it is."
        ),
        hints=(
            (
                "`super().__init__(params, defaults)` sorts the parameters into groups, each a dict with its own "
                "hyper-parameters."
            ),
            "What a parameter must remember belongs to `self.state[p]`, a dict of its own.",
            (
                "A weight is changed in place and without being recorded: `torch.no_grad()`, and a method whose name "
                "ends in an underscore."
            ),
        ),
        cases=trainings,
        trial=three_steps,
        isolate=False,
        seconds=15.0,
        alternatives=(
            Alternative(
                "through .data",
                edit(
                    "    @torch.no_grad()\n",
                    "",
                    DECAY,
                    DECAY.replace("* p", "* p.data"),
                    MOVE,
                    'p.data = p.data - group["lr"] * v',
                ),
            ),
            Alternative("copy_", edit(MOVE, 'p.copy_(p - group["lr"] * v)')),
            Alternative("-=", edit(MOVE, 'p -= group["lr"] * v')),
        ),  # fmt: skip
        mistakes=(
            Mistake(
                "recorded by autograd",
                edit("    @torch.no_grad()\n", ""),
                "A weight that requires a gradient can't be changed in place while autograd is recording. Put "
                "`@torch.no_grad()` before `step`.",
                "the section “Three traps on the way”",
            ),
            Mistake(
                "rebinds the name",
                edit(MOVE, 'p = p - group["lr"] * v'),
                "`p = …` gives the name p to a new tensor, and the network keeps the old one. Change p in place: "
                "`p.sub_(…)` or `p.copy_(…)`.",
            ),
            Mistake(
                "a parameter without a gradient",
                edit("                if p.grad is None:\n                    continue\n", ""),
                "A parameter that took no part has `p.grad` None. Pass over it.",
            ),
            Mistake(
                "forgets",
                edit('                self.state[p]["v"] = v\n', ""),
                "The velocity isn't kept from step to step: write it into `self.state[p]`.",
            ),
            Mistake(
                "one velocity for all",
                edit(
                    'self.state[p].get("v", 0)',
                    "self.state.get(p.shape, 0)",
                    'self.state[p]["v"] = v',
                    "self.state[p.shape] = v",
                ),
                "Parameters share a velocity. Each has its own: `self.state[p]`.",
            ),
            Mistake(
                "one group for all",
                edit(
                    "            for p in",
                    "            first = self.param_groups[0]\n            for p in",
                    DECAY,
                    DECAY.replace("group", "first"),
                    VELOCITY,
                    VELOCITY.replace("group", "first"),
                    MOVE,
                    MOVE.replace("group", "first"),
                ),
                "You use the first group's hyper-parameters for all. Read them from the `group` that the "
                "parameter is in.",
            ),
            Mistake(
                "deaf to groups",
                edit("        super()", "        self.lr = lr\n        super()", MOVE, "p.sub_(self.lr * v)"),
                "You use the lr given at the start. Groups may have their own, and schedulers change it there: "
                'read `group["lr"]` at each step.',
            ),
            Mistake(
                "decoupled decay",
                edit(
                    DECAY,
                    "dw = p.grad",
                    "                p.sub_",
                    '                p.mul_(1 - group["lr"] * group["weight_decay"])\n                p.sub_',
                ),
                "You shrink the weights directly, as AdamW does. torch's SGD adds weight_decay · w to the "
                "gradient, where it enters the velocity.",
            ),
            Mistake(
                "changes the gradient",
                edit(DECAY, 'dw = p.grad.add_(p, alpha=group["weight_decay"])'),
                "You add the decay into `p.grad` itself. Whoever looks at the gradient afterwards finds another "
                "one: make a new tensor.",
            ),
            Mistake(
                "no decay",
                edit(DECAY, "dw = p.grad"),
                "The weight decay is missing: add weight_decay · w to the gradient.",
            ),
            Mistake(
                "decay with the wrong sign",
                edit("p.grad + group", "p.grad - group"),
                "Your decay has the wrong sign: the weights grow.",
            ),
            Mistake(
                "an average",
                edit(" + dw", ' + (1 - group["momentum"]) * dw'),
                "You average the gradients. torch's velocity, like the lecture's, is a sum: the whole gradient "
                "is added.",
            ),
            Mistake(
                "the lr inside the velocity",
                edit(" + dw", ' + group["lr"] * dw', MOVE, "p.sub_(v)"),
                "You put lr into the velocity. That is the same only while lr is constant; torch multiplies the "
                "step by it.",
            ),
            Mistake("uphill", edit("p.sub_", "p.add_"), "It goes uphill: the step is subtracted."),
        ),
    ),
]
