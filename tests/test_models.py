"""The models against torch.autograd, the definition and differences; and what each says to a bad call."""

import numpy as np
import pytest
import torch
import torch.nn.functional as F

from lecopt import models
from lecopt.gradients import numeric_gradient

SAMPLES, INPUTS, CLASSES = 7, 5, 4
ROUNDING = 1e-12  # float64 against float64 on sums of some hundred terms of size 1
DIFFERENCES = 1e-8  # central differences at h = 6e-6 err by about h² and eps / h
SIZES = [INPUTS, 6, 3, CLASSES]
NAMES = ["sigmoid", "tanh", "relu", "leaky_relu", "elu"]
LINEAR = [(models.softmax_loss, models.softmax_gradient), (models.svm_loss, models.svm_gradient)]


@pytest.fixture
def rng():
    return np.random.default_rng(0)


@pytest.fixture
def data(rng):
    return rng.normal(size=(SAMPLES, INPUTS)), rng.integers(0, CLASSES, SAMPLES)


def torch_linear(loss, W, X, y, reg):
    W = torch.tensor(W, requires_grad=True)
    scores, y = torch.tensor(X) @ W, torch.tensor(y)
    if loss is models.softmax_loss:
        data_loss = F.cross_entropy(scores, y)
    else:  # torch divides by the number of classes
        data_loss = F.multi_margin_loss(scores, y, margin=1.0) * scores.shape[1]
    value = data_loss + 0.5 * reg * (W**2).sum()
    return value.item(), torch.autograd.grad(value, W)[0].numpy()


def torch_mlp(w, X, y, sizes, reg, activation):
    w = torch.tensor(w, requires_grad=True)
    f = {"leaky_relu": lambda z: F.leaky_relu(z, 0.01)}.get(activation) or getattr(torch.nn.functional, activation)
    a, start = torch.tensor(X), 0
    for n_in, n_out in zip(sizes, sizes[1:], strict=False):
        W = w[start : start + n_in * n_out].reshape(n_in, n_out)
        z = a @ W + w[start + n_in * n_out : start + (n_in + 1) * n_out]
        start += (n_in + 1) * n_out
        a = f(z)
    value = F.cross_entropy(z, torch.tensor(y)) + 0.5 * reg * (w**2).sum()
    return value.item(), torch.autograd.grad(value, w)[0].numpy()


# Linear classifiers


@pytest.mark.parametrize("loss, gradient", LINEAR)
def test_a_linear_loss_and_its_gradient_agree_with_torch(loss, gradient, data, rng):
    X, y = data
    W = rng.normal(size=(INPUTS, CLASSES))
    value, dW = torch_linear(loss, W, X, y, 0.3)
    assert loss(W, X, y, 0.3) == pytest.approx(value, abs=ROUNDING)
    assert gradient(W, X, y, 0.3) == pytest.approx(dW, abs=ROUNDING)


@pytest.mark.parametrize("loss, gradient", LINEAR)
@pytest.mark.parametrize("scheme, error", [("central", DIFFERENCES), ("complex", ROUNDING)])
def test_a_linear_gradient_agrees_with_differences_of_its_loss(loss, gradient, scheme, error, data, rng):
    W = rng.normal(size=(INPUTS, CLASSES))
    numeric = numeric_gradient(lambda w: loss(w, *data, 0.3), W, scheme=scheme)
    assert gradient(W, *data, 0.3) == pytest.approx(numeric, abs=error)


@pytest.mark.parametrize("loss, gradient", LINEAR)
def test_a_flat_w_is_the_matrix_in_row_order(loss, gradient, data, rng):
    W = rng.normal(size=(INPUTS, CLASSES))
    assert loss(W.ravel(), *data, 0.3) == loss(W, *data, 0.3)
    assert gradient(W.ravel(), *data, 0.3).tolist() == gradient(W, *data, 0.3).ravel().tolist()


@pytest.mark.parametrize("loss, gradient", LINEAR)
def test_many_runs_at_once_are_the_runs_one_by_one(loss, gradient, rng):
    w = rng.normal(size=(3, INPUTS * CLASSES))
    X, y = rng.normal(size=(3, SAMPLES, INPUTS)), rng.integers(0, CLASSES, (3, SAMPLES))
    reg = np.array([0.0, 0.1, 0.2])
    one_by_one = [loss(*run) for run in zip(w, X, y, reg, strict=True)]
    assert loss(w, X, y, reg) == pytest.approx(one_by_one, abs=ROUNDING)
    gradients = np.array([gradient(*run) for run in zip(w, X, y, reg, strict=True)])
    assert gradient(w, X, y, reg) == pytest.approx(gradients, abs=ROUNDING)
    shared = np.array([gradient(v, X[0], y[0]) for v in w])
    assert gradient(w, X[0], y[0]) == pytest.approx(shared, abs=ROUNDING)
    assert gradient(w.reshape(3, 1, -1), X[:, None], y[:, None]).shape == (3, 1, INPUTS * CLASSES)


def test_per_example_gradients_are_runs_of_one_sample_each(data, rng):
    X, y = data
    w = rng.normal(size=INPUTS * CLASSES)
    each = models.softmax_gradient(np.broadcast_to(w, (SAMPLES, w.size)), X[:, None], y[:, None])
    assert each.mean(0) == pytest.approx(models.softmax_gradient(w, X, y), abs=ROUNDING)


def test_the_losses_at_zero_are_ln_10_and_9(rng):
    X, y = rng.normal(size=(20, 65)), rng.integers(0, 10, 20)
    assert models.softmax_loss(np.zeros(650), X, y) == pytest.approx(np.log(10), abs=ROUNDING)
    assert models.svm_loss(np.zeros(650), X, y) == pytest.approx(9, abs=ROUNDING)


def test_the_softmax_loss_survives_enormous_scores():
    X, y = np.array([[1e4]]), np.array([1])
    assert models.softmax_loss(np.array([[1.0, -1.0]]), X, y) == pytest.approx(2e4)
    assert models.softmax_gradient(np.array([[1.0, -1.0]]), X, y).tolist() == [[1e4, -1e4]]


def test_an_svm_margin_of_exactly_zero_counts_nothing():
    W = np.array([[1.0, 0.0]])  # the margin is 0 - 1 + 1
    assert models.svm_gradient(W, [[1.0]], [0]).tolist() == [[0.0, 0.0]]


def test_the_hessian_is_the_one_torch_finds(data, rng):
    X, y = data
    w = rng.normal(size=INPUTS * CLASSES)

    def loss(v):
        scores = torch.tensor(X) @ v.reshape(INPUTS, CLASSES)
        return F.cross_entropy(scores, torch.tensor(y)) + 0.15 * (v**2).sum()

    expected = torch.autograd.functional.hessian(loss, torch.tensor(w)).numpy()
    assert models.softmax_hessian(w, X, y, 0.3) == pytest.approx(expected, abs=ROUNDING)
    assert models.softmax_hessian(w.reshape(INPUTS, CLASSES), X, y, 0.3) == pytest.approx(expected, abs=ROUNDING)


def test_accuracy_counts_the_samples_whose_largest_score_is_their_label(data, rng):
    X, y = data
    W = rng.normal(size=(INPUTS, CLASSES))
    right = sum(int(max(range(CLASSES), key=lambda c: x @ W[:, c]) == label) for x, label in zip(X, y, strict=True))
    assert models.accuracy(W, X, y) == right / SAMPLES
    assert models.accuracy(np.stack([W.ravel()] * 3), X, y).tolist() == [right / SAMPLES] * 3
    assert models.scores(W, X) == pytest.approx(X @ W, abs=0)


def test_a_shape_that_two_readings_fit_is_read_by_the_labels_or_refused(rng):
    X = rng.normal(size=(6, 3))
    W = rng.normal(size=(3, 6))  # 6 classes, or 3 runs of 2
    assert isinstance(models.softmax_loss(W, X, [0, 1, 2, 3, 4, 5]), float)
    assert models.softmax_loss(W, X, [0, 1] * 3, classes=2).shape == (3,)
    assert isinstance(models.softmax_loss(W, X, [0, 1] * 3, classes=6), float)
    with pytest.raises(ValueError, match="say classes=2"):
        models.softmax_loss(W, X, [0, 1] * 3)


@pytest.mark.parametrize("gradient", [models.softmax_gradient, models.svm_gradient])
def test_float32_weights_stay_float32(gradient, data):
    X, y = data
    assert gradient(np.ones((INPUTS, CLASSES), np.float32), X, y).dtype == np.float32
    assert models.mlp_gradient(np.ones(models.mlp_size(SIZES), np.float32), X, y, SIZES, 0.1).dtype == np.float32


@pytest.mark.parametrize("value", [np.nan, np.inf, 1e308])
def test_a_diverged_w_gives_numbers_and_no_warning(value, data):
    for loss, gradient in LINEAR:
        assert not np.isfinite(loss(np.full(INPUTS * CLASSES, value), *data, 1.0))
        gradient(np.full(INPUTS * CLASSES, value), *data, 1.0)
    w = np.full(models.mlp_size(SIZES), value)
    for name in NAMES:
        assert not np.isfinite(models.mlp_loss(w, *data, SIZES, 1.0, name))
        models.mlp_gradient(w, *data, SIZES, 1.0, name)


def test_no_call_changes_its_arguments(data, rng):
    X, y = data
    w, network = rng.normal(size=INPUTS * CLASSES), models.mlp_init(SIZES, rng)
    before = [a.copy() for a in (X, y, w, network)]
    for _, gradient in LINEAR:
        gradient(w, X, y, 0.1)
    models.softmax_hessian(w, X, y, 0.1)
    models.mlp_gradient(network, X, y, SIZES)
    models.batchnorm_gradient(X, X, np.ones(INPUTS))
    assert all((a == b).all() for a, b in zip(before, (X, y, w, network), strict=True))


# The network


@pytest.mark.parametrize("activation", NAMES)
@pytest.mark.parametrize("sizes", [[INPUTS, CLASSES], [INPUTS, 6, CLASSES], SIZES, [INPUTS, 3, 3, 3, 3, CLASSES]])
def test_the_network_agrees_with_torch_at_any_depth(activation, sizes, data, rng):
    w = models.mlp_init(sizes, rng, 0.8) + 0.1
    value, dw = torch_mlp(w, *data, sizes, 0.3, activation)
    assert models.mlp_loss(w, *data, sizes, 0.3, activation) == pytest.approx(value, abs=ROUNDING)
    assert models.mlp_gradient(w, *data, sizes, 0.3, activation) == pytest.approx(dw, abs=ROUNDING)


@pytest.mark.parametrize("activation", NAMES)
@pytest.mark.parametrize("scheme, error", [("central", DIFFERENCES), ("complex", ROUNDING)])
def test_the_network_agrees_with_differences_of_its_loss(activation, scheme, error, data, rng):
    w = models.mlp_init(SIZES, rng, 0.8) + 0.1
    numeric = numeric_gradient(lambda v: models.mlp_loss(v, *data, SIZES, 0.3, activation), w, scheme=scheme)
    assert models.mlp_gradient(w, *data, SIZES, 0.3, activation) == pytest.approx(numeric, abs=error)


def test_many_networks_at_once_are_the_networks_one_by_one(data, rng):
    w = models.mlp_init(SIZES, rng, "he", runs=(2, 3))
    X, y = rng.normal(size=(3, SAMPLES, INPUTS)), rng.integers(0, CLASSES, (3, SAMPLES))
    for each_X, each_y in ((X, y), data):
        loss = models.mlp_loss(w, each_X, each_y, SIZES, 0.3)
        gradient = models.mlp_gradient(w, each_X, each_y, SIZES, 0.3)
        score = models.mlp_accuracy(w, each_X, each_y, SIZES)
        assert loss.shape == score.shape == (2, 3)
        for run in np.ndindex(2, 3):
            run_data = (each_X[run[1]], each_y[run[1]]) if each_X.ndim == 3 else (each_X, each_y)
            assert loss[run] == pytest.approx(models.mlp_loss(w[run], *run_data, SIZES, 0.3), abs=ROUNDING)
            assert gradient[run] == pytest.approx(models.mlp_gradient(w[run], *run_data, SIZES, 0.3), abs=ROUNDING)
            assert score[run] == models.mlp_accuracy(w[run], *run_data, SIZES)


def test_memory_laid_out_coordinates_first_gives_the_same_gradient(data, rng):
    w = models.mlp_init(SIZES, rng, runs=4)
    first = np.asfortranarray(w)
    expected = models.mlp_gradient(w, *data, SIZES, 0.1)
    assert models.mlp_gradient(first, *data, SIZES, 0.1) == pytest.approx(expected, abs=ROUNDING)


def test_w_holds_each_layers_weights_in_row_order_and_then_its_biases():
    (W1, b1), (W2, b2) = models.mlp_layers(np.arange(13.0), [2, 3, 1])
    assert (W1.tolist(), b1.tolist()) == ([[0, 1, 2], [3, 4, 5]], [6, 7, 8])
    assert (W2.tolist(), b2.tolist()) == ([[9], [10], [11]], [12])


@pytest.mark.parametrize("order", ["C", "F"])
def test_layers_are_views_so_writing_there_changes_w(order):
    w = np.zeros((4, 13), order=order)
    for W, b in models.mlp_layers(w, [2, 3, 1]):
        W += 1
        b += 1
    assert (w == 1).all()


@pytest.mark.parametrize("std, expected", [(0.3, 0.3), ("lecun", 0.05), ("glorot", 400**-0.5), ("he", 200**-0.5)])
def test_first_weights_have_the_standard_deviation_asked_for_and_zero_biases(std, expected, rng):
    expected = {"lecun": (1 / 400) ** 0.5, "glorot": (2 / 600) ** 0.5, "he": (2 / 400) ** 0.5}.get(std, expected)
    ((W, b),) = models.mlp_layers(models.mlp_init([400, 200], rng, std), [400, 200])
    assert W.std() == pytest.approx(expected, rel=0.02)  # 80 000 draws: the standard error is 0.25 %
    assert (b == 0).all()


# Activations, initial sizes, batch norm, signals


@pytest.mark.parametrize("name", NAMES)
def test_an_activation_and_its_derivative_agree_with_torch_also_far_out_and_at_zero(name):
    x = np.concatenate([np.linspace(-6, 6, 49), [-800.0, 800.0]])
    t = torch.tensor(x, requires_grad=True)
    value = getattr(F, name)(t)
    assert models.ACTIVATIONS[name](x) == pytest.approx(value.detach().numpy(), abs=1e-15)
    derivative = torch.autograd.grad(value.sum(), t)[0].numpy()
    assert models.activation_gradient(name, x) == pytest.approx(derivative, abs=1e-15)


@pytest.mark.parametrize("name", NAMES)
def test_an_activation_keeps_shape_and_float32(name, rng):
    x = rng.normal(size=(2, 3)).astype(np.float32)
    for result in (models.ACTIVATIONS[name](x), models.activation_gradient(name, x)):
        assert result.shape == (2, 3) and result.dtype == np.float32


@pytest.mark.parametrize("name", NAMES)
def test_an_activation_takes_plain_numbers_lists_and_integers_of_any_kind(name):
    f, x = models.ACTIVATIONS[name], np.array([-2.0, 0.0, 3.0])
    for same in (x.tolist(), [-2, 0, 3], (-2, 0, 3), x.astype(int), x.astype(np.int8), torch.tensor(x)):
        assert f(same) == pytest.approx(f(x), abs=1e-15)
    assert [f(v) for v in x.tolist()] == f(x).tolist()
    assert f(np.array([0, 3], np.uint8)) == pytest.approx(f(x[1:]), abs=1e-15)  # -3 is 253 there
    assert models.activation_gradient(name, [-2, 0, 3]) == pytest.approx(models.activation_gradient(name, x))


def test_slope_and_alpha_may_be_an_array_and_leave_float32_alone():
    x = np.array([-1.0, -1.0, 2.0])
    assert models.leaky_relu(x, [0.1, 0.2, 0.3]).tolist() == [-0.1, -0.2, 2.0]
    assert models.elu(x, [1.0, 2.0, 3.0]) == pytest.approx([np.expm1(-1), 2 * np.expm1(-1), 2.0])
    for f in (models.leaky_relu, models.elu):
        assert f(x.astype(np.float32), 0.5).dtype == np.float32
        by_complex_step = numeric_gradient(lambda a, f=f: f(x, a).sum(), 0.3, scheme="complex")
        assert by_complex_step == pytest.approx(numeric_gradient(lambda a, f=f: f(x, a).sum(), 0.3), rel=1e-9)


@pytest.mark.parametrize("scores", [[1, 2], (1.0, 2.0), np.array([1, 2], np.uint8), torch.tensor([1.0, 2.0]).double()])
def test_softmax_takes_scores_of_any_kind(scores):
    e = np.exp(1)
    assert models.softmax(scores) == pytest.approx([1 / (1 + e), e / (1 + e)], abs=1e-15)
    assert models.cross_entropy(
        [scores] if isinstance(scores, (list, tuple)) else scores[None], [[1]]
    ) == pytest.approx([np.log(1 + 1 / e)], abs=1e-15)


def test_maxout_is_the_largest_piece_and_its_gradient_marks_it(rng):
    z = rng.normal(size=(4, 3))
    t = torch.tensor(z, requires_grad=True)
    largest = t.max(-1).values
    assert models.maxout(z).tolist() == largest.tolist()
    assert models.maxout_gradient(z).tolist() == torch.autograd.grad(largest.sum(), t)[0].tolist()
    assert models.maxout_gradient(np.zeros((1, 2))).tolist() == [[1.0, 0.0]]


@pytest.mark.parametrize("activation, init", [("tanh", "xavier_normal_"), ("relu", "kaiming_normal_")])
def test_init_std_is_the_one_torch_draws_with(activation, init):
    torch.manual_seed(0)
    weights = torch.empty(300, 500, dtype=torch.float64)  # torch stores (outputs, inputs)
    options = {"nonlinearity": "relu"} if activation == "relu" else {}
    getattr(torch.nn.init, init)(weights, **options)
    assert models.init_std(500, 300, activation) == pytest.approx(weights.std().item(), rel=0.01)


@pytest.mark.parametrize("name, slope", [("relu", 0.0), ("leaky_relu", 0.01)])
def test_he_keeps_the_second_moment_of_a_relu_layer(name, slope):
    # E f(z)² for z ~ N(0, n std²) and f = slope z below 0 is ½ (1 + slope²) n std², which is to be 1
    assert 0.5 * (1 + slope**2) * 250 * models.init_std(250, 40, name) ** 2 == pytest.approx(1)


def test_batch_norm_agrees_with_torch_forward_and_backward(rng):
    x, gamma, beta, dy = (rng.normal(size=s) for s in ((6, 3), 3, 3, (6, 3)))
    tx, tg, tb = (torch.tensor(a, requires_grad=True) for a in (x, gamma, beta))
    y = F.batch_norm(tx, None, None, tg, tb, training=True, eps=1e-3)
    assert models.batchnorm(x, gamma, beta, 1e-3) == pytest.approx(y.detach().numpy(), abs=ROUNDING)
    expected = torch.autograd.grad(y, (tx, tg, tb), torch.tensor(dy))
    for mine, theirs in zip(models.batchnorm_gradient(dy, x, gamma, 1e-3), expected, strict=True):
        assert mine == pytest.approx(theirs.numpy(), abs=ROUNDING)


def test_batch_norm_agrees_with_differences(rng):
    x, gamma, beta, dy = (rng.normal(size=s) for s in ((6, 3), 3, 3, (6, 3)))
    dx, dgamma, dbeta = models.batchnorm_gradient(dy, x, gamma)
    loss = lambda x, gamma, beta: (dy * models.batchnorm(x, gamma, beta)).sum()
    assert dx == pytest.approx(numeric_gradient(lambda v: loss(v, gamma, beta), x), abs=1e-7)
    assert dgamma == pytest.approx(numeric_gradient(lambda v: loss(x, v, beta), gamma), abs=1e-7)
    assert dbeta == pytest.approx(numeric_gradient(lambda v: loss(x, gamma, v), beta), abs=1e-7)
    by_complex_step = numeric_gradient(lambda v: loss(v, gamma, beta), x, scheme="complex")
    assert dx == pytest.approx(by_complex_step, abs=ROUNDING)


def test_batch_norm_at_test_time_uses_the_statistics_it_is_given(rng):
    x, mean, variance = rng.normal(size=(1, 3)), rng.normal(size=3), rng.random(3)
    arrays = [torch.tensor(a) for a in (x, mean, variance)]
    theirs = F.batch_norm(*arrays, torch.full((3,), 2.0).double(), torch.ones(3).double(), training=False, eps=1e-5)
    mine = models.batchnorm(x, np.full(3, 2.0), np.ones(3), mean=mean, variance=variance)
    assert mine == pytest.approx(theirs.numpy(), abs=ROUNDING)


def test_batch_norm_normalises_many_batches_at_once(rng):
    x, dy = rng.normal(size=(2, 5, 6, 3))
    y = models.batchnorm(x, np.ones(3), np.zeros(3))
    dx, dgamma, _ = models.batchnorm_gradient(dy, x, np.ones(3))
    assert dgamma.shape == (5, 3)
    for k in range(5):
        assert y[k] == pytest.approx(models.batchnorm(x[k], np.ones(3), np.zeros(3)), abs=ROUNDING)
        assert dx[k] == pytest.approx(models.batchnorm_gradient(dy[k], x[k], np.ones(3))[0], abs=ROUNDING)


def test_layer_statistics_are_those_of_a_forward_pass_written_out(data, rng):
    X, _ = data
    w = models.mlp_init(SIZES, rng, 0.8)
    (W1, b1), (W2, b2), _ = models.mlp_layers(w, SIZES)
    first = np.tanh(X @ W1 + b1)
    second = np.tanh(first @ W2 + b2)
    statistics = models.layer_statistics(w, X, SIZES, "tanh", bins=np.linspace(-1, 1, 9))
    assert len(statistics) == 2
    for layer, a, output in zip(statistics, (first, second), models.layer_outputs(w, X, SIZES, "tanh"), strict=True):
        assert output == pytest.approx(a, abs=ROUNDING)
        assert (layer.mean, layer.std) == pytest.approx((a.mean(), a.std()), abs=ROUNDING)
        assert layer.counts.sum() == a.size
        assert layer.counts[0] == ((a >= -1) & (a < -0.75)).sum()


def test_ten_layers_keep_a_signal_with_he_and_lose_it_with_small_weights(rng):
    X, sizes = rng.normal(size=(200, 100)), [100] * 11 + [10]
    std = lambda w, name: models.layer_statistics(w, X, sizes, name)[-1].std
    assert std(models.mlp_init(sizes, rng, "he"), "relu") > 0.2
    assert std(models.mlp_init(sizes, rng, "glorot"), "tanh") > 0.1
    assert std(models.mlp_init(sizes, rng, 0.01), "tanh") < 1e-8


# Bad calls: one sentence each


def bad_data(**changes):
    good = {"w": np.zeros(INPUTS * CLASSES), "X": np.zeros((SAMPLES, INPUTS)), "y": np.zeros(SAMPLES, int), "reg": 0.0}
    return {**good, **changes}


def with_entry(value):
    X = np.zeros((SAMPLES, INPUTS))
    X[2, 1] = value
    return X


@pytest.mark.parametrize(
    "changes, sentence",
    [
        ({"y": np.full(SAMPLES, CLASSES)}, "y must hold labels from 0 to 3, because there are 4 classes, got 4"),
        ({"y": np.full(SAMPLES, -1)}, "y must hold labels from 0 to 3, because there are 4 classes, got -1"),
        ({"y": np.full(SAMPLES, 0.5)}, "y must hold integer labels, got float64 values such as 0.5"),
        ({"y": ["a"] * SAMPLES}, "y must hold integer labels"),
        ({"y": None}, "y must hold integer labels, got object values such as None"),
        ({"y": [[0], [1, 2]]}, r"y must hold integer labels of one shape, got \[\[0\], \[1, 2\]\]"),
        ({"y": torch.ones(SAMPLES, requires_grad=True)}, r"y must hold integer labels of one shape, got tensor\(\[1."),
        ({"y": np.zeros(SAMPLES - 1, int)}, "y must hold one label for each of the 7 samples of X, got shape"),
        ({"y": np.zeros((SAMPLES, CLASSES), int)}, "y must hold one label for each of the 7 samples of X, got shape"),
        ({"X": with_entry(np.nan)}, r"X must be finite, got nan at \[2, 1\]"),
        ({"X": with_entry(np.inf)}, r"X must be finite, got inf at \[2, 1\]"),
        ({"X": np.zeros(INPUTS)}, r"X must have shape \(samples, inputs\)"),
        ({"X": np.zeros((0, INPUTS)), "y": np.zeros(0, int)}, "X holds no samples"),
        ({"X": "digits"}, "X must be real numbers of one shape, got 'digits'"),
        (
            {"X": [[1.0], [1.0, 2.0]]},
            r"X must be real numbers of one shape, got rows of different lengths: \[\[1.0\], \[",
        ),
        ({"X": [[1j] * INPUTS] * SAMPLES}, "X must be real numbers of one shape, got complex ones"),
        (
            {"X": torch.ones((SAMPLES, INPUTS), requires_grad=True)},
            r"X is a tensor that requires grad: give ",
        ),
        ({"X": np.zeros((2, SAMPLES, INPUTS))}, r"X has runs of shape \(2,\), but w has runs of shape \(\)"),
        ({"w": np.zeros(7)}, r"w must have shape \(5, classes\) or .* because X has 5 inputs, got \(7,\)"),
        ({"w": np.zeros((CLASSES, INPUTS))[:, :4]}, r"w must have shape \(5, classes\)"),
        ({"w": 1.0}, r"w must have shape \(5, classes\)"),
        ({"w": np.zeros(0)}, r"w must have shape \(5, classes\)"),
        ({"w": None}, "w must be numbers of one shape, got None"),
        (
            {"w": [[1.0], [1.0, 2.0]]},
            r"w must be numbers of one shape, got rows of different lengths: \[\[1.0\], \[1.0, 2.0\]\]",
        ),
        ({"w": torch.ones(20, requires_grad=True)}, r"w is a tensor that requires grad: give "),
        ({"classes": -4}, "classes must be a whole number, 1 or more, got -4"),
        ({"classes": "ten"}, "classes must be a whole number, 1 or more, got 'ten'"),
        ({"reg": -0.1}, "reg must be finite and not negative, got -0.1"),
        ({"reg": np.nan}, "reg must be finite and not negative, got nan"),
        ({"reg": [0.1, 0.2]}, "reg has runs of shape"),
        ({"reg": "much"}, "reg must be real numbers of one shape, got 'much'"),
        ({"reg": 1j}, "reg must be real numbers of one shape, got complex ones: 1j"),
    ],
)
@pytest.mark.parametrize("f", [f for pair in LINEAR for f in pair] + [models.softmax_hessian])
def test_a_bad_call_of_a_linear_model_gets_one_sentence(f, changes, sentence):
    with pytest.raises(ValueError, match=sentence) as caught:
        f(**bad_data(**changes))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("f", [models.mlp_loss, models.mlp_gradient])
@pytest.mark.parametrize(
    "changes, sentence",
    [
        ({"activation": "swish"}, "activation must be one of sigmoid, tanh, relu, leaky_relu, elu, got 'swish'"),
        ({"activation": np.tanh}, "activation must be one of"),
        ({"sizes": [INPUTS]}, "sizes must be two or more positive integers"),
        ({"sizes": [INPUTS, 0, CLASSES]}, "sizes must be two or more positive integers"),
        ({"sizes": 64}, "sizes must be two or more positive integers"),
        ({"sizes": {INPUTS, CLASSES}}, "sizes must be two or more positive integers, .* got {4, 5}"),
        ({"sizes": "ab"}, "sizes must be two or more positive integers, .* got 'ab'"),
        ({"w": "small"}, "w must be numbers of one shape, got 'small'"),
        ({"w": torch.ones(24, requires_grad=True)}, r"w is a tensor that requires grad: give "),
        ({"X": [[1.0], [1.0, 2.0]]}, "X must be real numbers of one shape, got rows of different lengths"),
        ({"y": [[0], [1, 2]]}, "y must hold integer labels of one shape"),
        ({"activation": 3}, "activation must be one of .* got 3"),
        ({"w": np.zeros(3)}, r"w must hold 24 numbers along its last axis for sizes \[5, 4\], got shape \(3,\)"),
        ({"X": np.zeros((SAMPLES, 6))}, r"X must have the 5 inputs that sizes \[5, 4\] begins with, got 6"),
        ({"X": with_entry(np.nan)}, r"X must be finite, got nan at \[2, 1\]"),
        ({"y": np.full(SAMPLES, 4)}, "y must hold labels from 0 to 3"),
        ({"y": np.zeros(SAMPLES)}, "y must hold integer labels"),
        ({"reg": -1.0}, "reg must be finite and not negative, got -1.0"),
        ({"X": np.zeros((2, SAMPLES, INPUTS))}, r"X has runs of shape \(2,\)"),
    ],
)
def test_a_bad_call_of_the_network_gets_one_sentence(f, changes, sentence):
    with pytest.raises(ValueError, match=sentence):
        f(**{**bad_data(w=np.zeros(24)), "sizes": [INPUTS, CLASSES], **changes})


def normalised(x=((1.0, 2.0, 3.0), (3.0, 2.0, 1.0)), gamma=(1, 1, 1), beta=(0, 0, 0), eps=1e-5, **statistics):
    return models.batchnorm(x, gamma, beta, eps, **statistics)


def statistics_with(bins):
    return models.layer_statistics(np.zeros(9), np.ones((4, 2)), [2, 1, 3], bins=bins)


@pytest.mark.parametrize(
    "call, sentence",
    [
        (lambda: models.batchnorm(np.ones((1, 3)), np.ones(3), np.ones(3)), "at least 2 samples .* got a batch of 1"),
        (lambda: models.batchnorm_gradient(np.ones((1, 3)), np.ones((1, 3)), np.ones(3)), "at least 2 samples"),
        (lambda: models.batchnorm(np.ones(3), np.ones(3), np.ones(3)), r"x must have shape \(batch, features\)"),
        (
            lambda: models.batchnorm(np.ones((2, 3)), np.ones(2), np.ones(3)),
            "gamma must hold one number for each of the 3",
        ),
        (
            lambda: models.batchnorm(np.ones((2, 3)), np.ones(3), np.ones(4)),
            "beta must hold one number for each of the 3",
        ),
        (
            lambda: models.batchnorm(np.ones((2, 3)), np.ones(3), np.ones(3), -1),
            "eps must be a finite number, 0 or more, got -1",
        ),
        (lambda: models.batchnorm(np.ones((2, 3)), np.ones(3), np.ones(3), 0), "feature 0 of x has variance 0"),
        (lambda: models.batchnorm(np.ones((2, 3)), np.ones(3), np.ones(3), mean=np.ones(3)), "got no variance"),
        (lambda: models.batchnorm(with_entry(np.nan), np.ones(5), np.ones(5)), "x must be finite, got nan"),
        (
            lambda: models.batchnorm_gradient(np.ones((2, 2)), np.ones((2, 3)), np.ones(3)),
            "dy must have the shape of x",
        ),
        (lambda: models.init_std(3, 4, "swish"), "activation must be one of .* got 'swish'"),
        (lambda: models.init_std(0, 4, "relu"), "n_in must be a whole number, 1 or more, got 0"),
        (lambda: models.init_std(4, 2.5, "tanh"), "n_out must be a whole number, 1 or more, got 2.5"),
        (lambda: models.activation_gradient("Relu", 0.0), "activation must be one of .* got 'Relu'"),
        (lambda: models.activation_gradient("relu", "steep"), "x must be numbers of one shape, got 'steep'"),
        (lambda: models.activation_gradient(3, 0.0), "activation must be one of .* got 3"),
        (lambda: models.relu(None), "x must be numbers of one shape, got None"),
        (lambda: models.sigmoid("a"), "x must be numbers of one shape, got 'a'"),
        (lambda: models.tanh([[1.0], [1.0, 2.0]]), "x must be numbers of one shape, got rows of different lengths"),
        (lambda: models.elu(torch.ones(2, requires_grad=True)), "x is a tensor that requires grad"),
        (lambda: models.leaky_relu([1.0], "a"), "slope must be numbers of one shape, got 'a'"),
        (lambda: models.leaky_relu("b", "a"), "x must be numbers of one shape, got 'b'"),
        (
            lambda: models.leaky_relu([1.0, 2.0], [0.1] * 3),
            r"slope must be a number, .* shape of x, \(2,\), got \(3,\)",
        ),
        (lambda: models.elu([1.0], alpha=None), "alpha must be numbers of one shape, got None"),
        (lambda: models.elu([1.0], np.inf), "alpha must be finite, got inf"),
        (lambda: models.leaky_relu([1.0], np.nan), "slope must be finite, got nan"),
        (lambda: models.maxout(None), "z must be numbers of one shape, got None"),
        (lambda: models.softmax(3.0), r"scores must have shape \(\.\.\., classes\), with one class or more, got \(\)"),
        (lambda: models.softmax(np.ones((2, 0))), r"scores must have shape .* got \(2, 0\)"),
        (lambda: models.softmax("high"), "scores must be numbers of one shape, got 'high'"),
        (lambda: models.cross_entropy(np.ones((1, 3)), [[-1]]), "y must hold labels from 0 to 2, .* 3 classes, got -1"),
        (lambda: models.cross_entropy(np.ones((1, 3)), [[3]]), "y must hold labels from 0 to 2, .* 3 classes, got 3"),
        (lambda: models.cross_entropy(np.ones((2, 3)), [0, 1]), r"y must have shape \(2, 1\), a label .* got \(2,\)"),
        (
            lambda: models.cross_entropy(np.ones((2, 3)), [[0, 1]]),
            r"y must have shape \(2, 1\), a label .* got \(1, 2\)",
        ),
        (
            lambda: models.cross_entropy(np.ones((2, 3)), [[0]] * 3),
            r"y must have shape \(2, 1\), a label .* got \(3, 1\)",
        ),
        (
            lambda: models.cross_entropy(np.ones((1, 3)), [[0.5]]),
            "y must hold integer labels, got float64 values such as",
        ),
        (lambda: models.cross_entropy(None, [[0]]), "scores must be numbers of one shape, got None"),
        (lambda: models.maxout(3.0), r"z must have shape \(\.\.\., pieces\), with one piece or more, got \(\)"),
        (lambda: models.maxout_gradient(np.ones((2, 0))), r"z must have shape .* got \(2, 0\)"),
        (
            lambda: models.mlp_init([2, 2], np.random.default_rng(0), "big"),
            "std must be a number or one of lecun, glorot, he",
        ),
        (
            lambda: models.mlp_init([2, 2], np.random.default_rng(0), -1),
            "std must be a finite number, 0 or more, got -1",
        ),
        (lambda: models.mlp_init([2, 2], np.random.default_rng(0), None), "std must be a finite number, .* got None"),
        (
            lambda: models.mlp_init([2, 2], np.random.default_rng(0), [0.1]),
            r"std must be a finite number, .* got \[0.1\]",
        ),
        (lambda: models.mlp_init([2, 2], np.random.default_rng(0), runs=-1), "runs must be a whole number, .* got -1"),
        (
            lambda: models.mlp_init([2, 2], np.random.default_rng(0), runs=2.5),
            "runs must be a whole number, .* got 2.5",
        ),
        (lambda: models.mlp_init([2, 2], np.random.default_rng(0), runs=(2, -1)), "runs must be a whole .* got -1"),
        (lambda: models.mlp_init([2, 2], np.random.default_rng(0), runs="many"), "runs must be a whole .* got 'many'"),
        (lambda: models.mlp_init([2, 2], 0), "rng must be a generator"),
        (lambda: models.softmax_hessian(np.zeros((2, 20)), np.ones((3, 5)), [0, 1, 2]), "takes one w at a time"),
        (lambda: models.layer_statistics(np.zeros((2, 6)), np.ones((3, 2)), [2, 2]), "w must be one network"),
        (lambda: models.layer_statistics(np.zeros(6) * 1j, np.ones((3, 2)), [2, 2]), "w must be real numbers of one"),
        (lambda: statistics_with("x"), "bins must be how many, or two or more edges, rising, got 'x'"),
        (lambda: statistics_with([]), r"bins must be how many, or two or more edges, rising, got \[\]"),
        (lambda: statistics_with(["a", "b"]), r"bins must be real numbers of one shape, got \['a', 'b'\]"),
        (lambda: statistics_with(-1), "bins must be how many, or two or more edges, rising, got -1"),
        (lambda: statistics_with(2.5), "bins must be how many, or two or more edges, rising, got 2.5"),
        (lambda: statistics_with([3, 1]), r"bins must be how many, or two or more edges, rising, got \[3, 1\]"),
        (lambda: normalised(eps="a"), "eps must be a finite number, 0 or more, got 'a'"),
        (lambda: normalised(eps=np.nan), "eps must be a finite number, 0 or more, got nan"),
        (lambda: normalised(gamma="wide"), "gamma must be numbers of one shape, got 'wide'"),
        (
            lambda: normalised(gamma=np.ones((5, 3)), x=np.ones((4, 2, 3))),
            r"gamma of shape \(5, 3\) does not fit",
        ),
        (lambda: normalised(beta=None), "beta must be numbers of one shape, got None"),
        (lambda: normalised(mean=[0] * 3, variance=-1), r"variance must hold one number .* got shape \(\)"),
        (lambda: normalised(mean=[0] * 3, variance=[1, -1, 1]), "variance must be finite and not negative, got -1.0"),
        (
            lambda: normalised(mean=[0] * 3, variance=[1, np.nan, 1]),
            "variance must be finite and not negative, got nan",
        ),
        (lambda: normalised(mean=[0, np.inf, 0], variance=[1] * 3), "mean must be finite, got inf"),
        (lambda: normalised(mean=[0] * 3, variance=[1, 0, 1], eps=0), "eps must be positive here, got 0: feature 1"),
        (lambda: models.batch_statistics("x"), "x must be numbers of one shape, got 'x'"),
        (
            lambda: models.batchnorm_gradient("dy", np.ones((2, 3)), np.ones(3)),
            "dy must be numbers of one shape, got 'dy'",
        ),
    ],
)
def test_a_bad_call_of_the_rest_gets_one_sentence(call, sentence):
    with pytest.raises(ValueError, match=sentence) as caught:
        call()
    assert "\n" not in str(caught.value)


def test_the_accuracies_of_many_classifiers_are_those_of_each_one_even_where_scores_are_equal():
    rng = np.random.default_rng(3)
    X, y = rng.integers(-1, 2, (40, 3)).astype(float), rng.integers(0, 4, 40)
    W = rng.integers(-1, 2, (300, 12)).astype(float)  # small whole numbers: many equal scores
    W[7] = 0
    own = rng.integers(0, 4, (300, 40))
    np.testing.assert_array_equal(models.accuracy(W, X, y), [np.mean((X @ w.reshape(3, 4)).argmax(1) == y) for w in W])
    np.testing.assert_array_equal(
        models.accuracy(W, X, own), [np.mean((X @ w.reshape(3, 4)).argmax(1) == labels) for w, labels in zip(W, own)]
    )
