"""The solution of the exercise "An optimizer of your own", its starter, and the lines of it that mistakes change."""

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

SUPER = "super().__init__(params, dict(lr=lr, momentum=momentum, weight_decay=weight_decay))"
WITHOUT_STEP = TORCH_RULE[: TORCH_RULE.index("        for group")] + "        pass\n"
