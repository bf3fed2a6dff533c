"""Exercise of "PyTorch": an optimizer of your own."""

from lecopt.checker import Alternative, Exercise, Mistake, edit

from ..changed import CHANGED
from .torch_source import DECAY, MOVE, STARTER, SUPER, TORCH_RULE, VELOCITY, WITHOUT_STEP
from .trainings import three_steps, trainings

EXERCISES = [
    Exercise(
        reference=TORCH_RULE,
        cell=STARTER,
        title="An optimizer of your own",
        statement=(
            "Write `TorchRule`, a subclass of `torch.optim.Optimizer` that does what `torch.optim.SGD` does with "
            "`momentum` and `weight_decay`: $v \\leftarrow \\text{momentum}\\cdot v + (g + \\text{weight "
            "decay}\\cdot w)$, $w \\leftarrow w - \\text{lr}\\cdot v$, with $v = 0$ at first. Groups may have "
            "hyper-parameters of their own, a parameter without a gradient stays where it is, and the gradients stay "
            "as they were. What a step must remember belongs to `self.state`, so that `state_dict()` saves it."
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
                "no call of super",
                edit(SUPER, "self.param_list, self.lr = list(params), lr"),
                "After your `__init__` there are no `param_groups`: `super().__init__(params, defaults)` makes them, "
                "and `self.state` too. Call it.",
            ),
            Mistake(
                "a list of parameters of its own",
                edit(
                    SUPER,
                    "params = list(params)\n        self.params = params\n        " + SUPER,
                    'for p in group["params"]:',
                    "for p in self.params:",
                ),
                "`params` may be a list of groups, each a dict. `super().__init__` has sorted them: go through "
                '`self.param_groups`, and there through `group["params"]`.',
            ),
            Mistake(
                "step does nothing",
                (
                    edit(
                        "        for group in self.param_groups:\n            for",
                        "        return\n        for group in ():\n            for",
                    ),
                    WITHOUT_STEP,
                ),
                "Your step changes no weight: there is no loop over the parameters in it.",
            ),
            Mistake(
                "remembers outside self.state",
                (
                    edit(
                        SUPER,
                        SUPER + "\n        self.vs = {}",
                        'self.state[p].get("v", 0)',
                        "self.vs.get(p, 0)",
                        'self.state[p]["v"] = v',
                        "self.vs[p] = v",
                    ),
                ),
                "The weights are right, and after saving and loading they no longer are: what your optimizer remembers "
                "isn't in `self.state`, so `state_dict()` doesn't save it.",
                "the section “Any rule as an Optimizer”",
            ),
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
                "No step knows of those before it: the velocity isn't kept, or doesn't get into the step. Write it "
                "into `self.state[p]`, take it from there, and move by it.",
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
                "Your decay goes past the velocity to the weights, as AdamW's does. torch's SGD adds weight_decay · w "
                "to the gradient, and so to the velocity.",
            ),
            Mistake(
                "changes the gradient",
                edit(DECAY, 'dw = p.grad.add_(p, alpha=group["weight_decay"])'),
                f"{CHANGED} Here it is `p.grad`, and whoever looks at the gradient after the step finds another one.",
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
            Mistake(
                "None counts as 0",
                edit(
                    "                if p.grad is None:\n                    continue\n",
                    "",
                    "dw = p.grad +",
                    "dw = (0 * p if p.grad is None else p.grad) +",
                ),
                "A parameter without a gradient moves, by its velocity or its decay. It stays where it is: pass "
                "over it.",
            ),
            Mistake(
                "Nesterov",
                edit('p.sub_(group["lr"] * v)', 'p.sub_(group["lr"] * (dw + group["momentum"] * v))'),
                "That is Nesterov's step. Momentum moves by lr · v alone.",
            ),
            Mistake(
                "the old velocity",
                edit(
                    MOVE,
                    'p.sub_(group["lr"] * self.state[p].get("v", 0 * p))',
                    '                self.state[p]["v"] = v\n',
                    "",
                    'get("v", 0 * p))',
                    'get("v", 0 * p))\n                self.state[p]["v"] = v',
                ),
                "You move by the *old* velocity. First the velocity, then the step.",
            ),
        ),
    ),
]
