"""The models that the chapters train: each a loss and its hand-written gradient, of ONE FLAT VECTOR w.

- linear: scores and accuracy of a linear classifier; linear_softmax and linear_svm: its two losses, and the
  softmax Hessian
- mlp: a fully connected network of any depth, many networks at once
- activations: sigmoid, tanh, relu, leaky_relu, elu, maxout and their derivatives
- initialisers: how large the first weights are
- batch_normalisation: batch normalisation, forward and backward
- signals: what each layer hands on, in figures
"""

from .activations import (
    ACTIVATIONS,
    activation_gradient,
    elu,
    leaky_relu,
    maxout,
    maxout_gradient,
    relu,
    sigmoid,
    tanh,
)
from .batch_normalisation import batch_statistics, batchnorm, batchnorm_gradient
from .initialisers import init_std
from .linear import accuracy, scores
from .linear_softmax import cross_entropy, softmax, softmax_gradient, softmax_hessian, softmax_loss
from .linear_svm import svm_gradient, svm_loss
from .mlp import mlp_accuracy, mlp_gradient, mlp_init, mlp_layers, mlp_loss, mlp_scores, mlp_size
from .signals import LayerStatistics, layer_outputs, layer_statistics

__all__ = [
    "ACTIVATIONS",
    "LayerStatistics",
    "accuracy",
    "activation_gradient",
    "batch_statistics",
    "batchnorm",
    "batchnorm_gradient",
    "cross_entropy",
    "elu",
    "init_std",
    "layer_outputs",
    "layer_statistics",
    "leaky_relu",
    "maxout",
    "maxout_gradient",
    "mlp_accuracy",
    "mlp_gradient",
    "mlp_init",
    "mlp_layers",
    "mlp_loss",
    "mlp_scores",
    "mlp_size",
    "relu",
    "scores",
    "sigmoid",
    "softmax",
    "softmax_gradient",
    "softmax_hessian",
    "softmax_loss",
    "svm_gradient",
    "svm_loss",
    "tanh",
]
