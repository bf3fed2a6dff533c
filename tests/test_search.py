"""The searches against their definitions, the exercises' own answers, and the numbers that were measured on digits."""

import math

import numpy as np
import pytest
import torch

from lecopt.data import digits
from lecopt.exercises import check, exercise
from lecopt.search import (
    best_of_n,
    local_search,
    local_search_path,
    random_search,
    random_search_path,
    simulated_annealing,
    simulated_annealing_path,
)

WANTS_GRAD = torch.ones(2, requires_grad=True)


def rng(seed=0):
    return np.random.default_rng(seed)


def bowl(w):
    return float(((np.asarray(w) - 1) ** 2).sum())


def draw(rng):
    return rng.normal(size=3)


def stairs(w):
    return float(np.floor(2 * bowl(w)))


# ---------------------------------------------------------------- random search


def test_random_search_returns_the_least_of_its_draws():
    best_w, best_loss = random_search(bowl, draw, 50, rng())
    generator = rng()
    draws = [draw(generator) for _ in range(50)]
    losses = [bowl(w) for w in draws]
    np.testing.assert_array_equal(best_w, draws[int(np.argmin(losses))])
    assert best_loss == min(losses)


def test_random_search_draws_exactly_so_many_times():
    generator, other = rng(), rng()
    random_search(bowl, draw, 7, generator)
    for _ in range(7):
        draw(other)
    assert generator.random() == other.random()


def test_the_path_of_a_random_search_holds_every_draw():
    ws, losses = random_search_path(bowl, draw, 20, rng())
    best_w, best_loss = random_search(bowl, draw, 20, rng())
    assert ws.shape == (20, 3)
    np.testing.assert_array_equal(ws[losses.argmin()], best_w)
    assert -best_of_n(-losses)[-1] == best_loss


def test_infinite_losses_still_give_an_answer():
    w, loss = random_search(lambda w: math.inf, draw, 3, rng())
    assert loss == math.inf and w.shape == (3,)


def test_random_search_on_digits_gives_the_measured_number():
    X, y, X_test, y_test = digits()

    def loss(W):
        scores = X @ W
        scores = scores - scores.max(1, keepdims=True)
        return np.mean(np.log(np.exp(scores).sum(1)) - scores[np.arange(len(y)), y])

    W, best = random_search(loss, lambda rng: 1e-4 * rng.standard_normal((65, 10)), 1000, rng(0))
    assert round(best, 4) == 2.3024 and round(np.mean((X_test @ W).argmax(1) == y_test), 3) == 0.116  # FACTS, D1
    generator = rng(0)
    W, best = local_search(loss, 0.001 * generator.standard_normal((65, 10)), 0.01, 1000, generator)
    assert round(best, 3) == 1.077 and round(np.mean((X_test @ W).argmax(1) == y_test), 3) == 0.836


# ---------------------------------------------------------------- local search


@pytest.mark.parametrize("loss", [bowl, stairs])
@pytest.mark.parametrize("shape", [(1,), (3,), (2, 3)])
def test_the_package_and_the_exercises_give_the_same_answers(loss, shape):
    w0 = rng(5).normal(size=shape)
    for ours, theirs in (
        (
            random_search(loss, lambda r: r.normal(size=shape), 30, rng(1)),
            exercise("random_search").reference(loss, lambda r: r.normal(size=shape), 30, rng(1)),
        ),
        (local_search(loss, w0, 0.3, 30, rng(2)), exercise("local_search").reference(loss, w0, 0.3, 30, rng(2))),
    ):
        np.testing.assert_array_equal(ours[0], theirs[0])
        assert ours[1] == theirs[1]
    accuracies = rng(3).random(20)
    np.testing.assert_array_equal(best_of_n(accuracies, 12), exercise("best_of_n").reference(accuracies, 12))


@pytest.mark.parametrize("ours", [random_search, local_search, best_of_n])
def test_the_package_passes_the_exercises_own_check(ours):
    assert check(ours.__name__, ours).status == "wrong", "the book's own function is no answer"
    assert check(ours.__name__, lambda *arguments: ours(*arguments)).status == "correct"


def test_each_point_of_a_local_search_is_the_last_one_or_a_better_neighbour():
    w0 = np.array([3.0, -2.0])
    path, losses = local_search_path(bowl, w0, 0.5, 200, rng())
    noise = rng().standard_normal((200, 2))
    for t in range(200):
        neighbour = path[t] + 0.5 * noise[t]
        np.testing.assert_array_equal(path[t + 1], neighbour if bowl(neighbour) < bowl(path[t]) else path[t])
    np.testing.assert_array_equal(losses, [bowl(w) for w in path])
    np.testing.assert_array_equal(path[0], w0)
    w, loss = local_search(bowl, w0, 0.5, 200, rng())
    np.testing.assert_array_equal(w, path[-1])
    assert loss == losses[-1]


def test_the_start_is_not_changed_and_may_be_a_list_of_integers():
    start = [3, -2]
    w, _ = local_search(bowl, start, 0.5, 50, rng())
    assert start == [3, -2] and w.dtype == np.float64
    array = np.array([3.0, -2.0])
    path, _ = local_search_path(bowl, array, 0.5, 50, rng())
    path[0] = 99
    assert array.tolist() == [3, -2]


def test_a_scale_for_each_coordinate_moves_only_that_far():
    path, _ = local_search_path(lambda w: -abs(w[1]), [0.0, 0.0], [1e-9, 1.0], 50, rng())
    assert np.abs(path[:, 0]).max() < 1e-7 and np.abs(path[:, 1]).max() > 1


# ---------------------------------------------------------------- simulated annealing


def test_at_temperature_zero_annealing_is_a_local_search():
    for temperature in (0, 0.0, lambda t: 0):
        w, loss = simulated_annealing(bowl, [3.0, 4.0], 0.5, temperature, 100, rng())
        expected = local_search(bowl, [3.0, 4.0], 0.5, 100, rng())
        np.testing.assert_array_equal(w, expected[0])
        assert loss == expected[1]


def test_a_rise_is_taken_as_often_as_metropolis_says():
    """On a loss of two values, 0 and 1 in turn along the line, count the moves up among the proposals up."""
    temperature, tries = 0.7, 20_000

    def battlements(w):
        return float(np.floor(w[0]) % 2)

    path, losses = simulated_annealing_path(battlements, [0.5], 1.0, temperature, tries, rng())
    generator, up, taken = rng(), 0, 0
    for t in range(tries):
        proposal = path[t, 0] + generator.standard_normal()
        if battlements([proposal]) > losses[t]:
            generator.random()  # the draw that decided
            up, taken = up + 1, taken + (path[t + 1, 0] == proposal)
    expected = math.exp(-1 / temperature)
    assert up > 2000
    assert taken / up == pytest.approx(expected, abs=4 * math.sqrt(expected * (1 - expected) / up))  # 4 standard errors


def test_a_constant_temperature_visits_as_boltzmann_says():
    """In a parabola at temperature T the stationary distribution is normal with variance T / 2."""
    path, _ = simulated_annealing_path(lambda w: float(w * w), 0.0, 1.0, 0.5, 40_000, rng())
    assert np.var(path[1000:]) == pytest.approx(0.25, rel=0.08)


def test_annealing_finds_the_deeper_valley_where_local_search_stays():
    def loss(x):  # x cos πx on [-1, 2]: minima at -0.2739 and 1.0904, the lower one (C47)
        return float(x * np.cos(np.pi * x)) if -1 <= x <= 2 else math.inf

    annealed = [
        simulated_annealing(loss, -0.3, 0.5, lambda t: 0.5 * 0.995**t, 1000, rng(seed))[0] for seed in range(40)
    ]
    local = [local_search(loss, -0.3, 0.1, 1000, rng(seed))[0] for seed in range(40)]
    assert np.allclose(annealed, 1.0904, atol=0.02)
    assert np.allclose(local, -0.2739, atol=0.02)


def test_annealing_wanders_about_where_the_loss_is_infinite_everywhere():
    path, _ = simulated_annealing_path(lambda w: math.inf, [0.0], 1.0, 1.0, 20, rng())
    assert len(np.unique(path)) == 21


def test_annealing_returns_the_best_it_saw_and_its_path_goes_on():
    path, losses = simulated_annealing_path(bowl, [0.0, 0.0], 0.5, 1.0, 300, rng())
    w, loss = simulated_annealing(bowl, [0.0, 0.0], 0.5, 1.0, 300, rng())
    assert loss == losses.min() and np.array_equal(w, path[losses.argmin()])
    assert losses[-1] > loss


# ---------------------------------------------------------------- best of n


def test_best_of_n_is_the_maximum_of_each_beginning():
    accuracies = rng().random(30)
    assert best_of_n(accuracies, 20).tolist() == [max(accuracies[: k + 1]) for k in range(20)]
    assert len(best_of_n(accuracies)) == 30


# ---------------------------------------------------------------- bad calls


@pytest.mark.parametrize(
    "call, said",
    [
        (lambda: random_search(bowl, draw, 0, rng()), "tries must be a whole number, 1 or more, got 0"),
        (lambda: random_search(bowl, draw, 2.5, rng()), "tries must be a whole number, 1 or more, got 2.5"),
        (
            lambda: random_search(bowl, draw, 5, 42),
            "rng must be a generator such as numpy.random.default_rng.0., got 42",
        ),
        (lambda: random_search(bowl, draw, 5, np.random), "rng must be a generator"),
        (
            lambda: random_search(lambda w: math.nan, draw, 5, rng()),
            "loss must return one real number, got nan at try 0",
        ),
        (lambda: random_search(lambda w: w, draw, 5, rng()), r"loss must return one real number, got array\(\[ ?0.125"),
        (lambda: random_search(lambda w: None, draw, 5, rng()), "loss must return one real number, got None"),
        (lambda: local_search(bowl, [np.nan], 0.1, 5, rng()), "w0 must be finite numbers, got .nan"),
        (lambda: local_search(bowl, "here", 0.1, 5, rng()), "w0 must be finite numbers, got 'here'"),
        (lambda: local_search(bowl, [1.0], 0, 5, rng()), "scale must be finite and positive, got 0.0"),
        (lambda: local_search(bowl, [1.0], -0.1, 5, rng()), "scale must be finite and positive, got -0.1"),
        (
            lambda: local_search(bowl, [1.0, 2.0], [1.0, 2.0, 3.0], 5, rng()),
            r"scale of shape \(3,\) does not fit w0 of shape \(2,\)",
        ),
        (lambda: local_search(bowl, [1.0, 2.0], [[1.0], [1.0]], 5, rng()), "does not fit w0"),
        (lambda: local_search(lambda w: math.nan, [1.0], 0.1, 5, rng()), "at w0"),
        (
            lambda: simulated_annealing(bowl, [1.0], 0.1, -1.0, 5, rng()),
            "temperature must be a finite number, 0 or more, got -1.0",
        ),
        (
            lambda: simulated_annealing(bowl, [1.0], 0.1, lambda t: math.nan if t == 3 else 1.0, 5, rng()),
            r"temperature\(3\) must be a finite number, 0 or more, got nan",
        ),
        (lambda: best_of_n([0.1, 0.2], 3), "n must be at most the number of accuracies, 2, got 3"),
        (lambda: best_of_n([0.1, 0.2], 0), "n must be a whole number, 1 or more, got 0"),
        (lambda: best_of_n([0.1, np.nan]), "accuracies must be one row of numbers without NaN"),
        (lambda: best_of_n([[0.1], [0.2]]), "accuracies must be one row"),
        (lambda: best_of_n([[1], [1, 2]]), "^accuracies must be of one shape, got rows of different lengths"),
        (lambda: best_of_n([]), r"^accuracies must be one row of numbers without NaN, got \[\]$"),
        (lambda: best_of_n([0.1, 0.2], "two"), "^n must be a whole number, 1 or more, got 'two'$"),
        (
            lambda: random_search(lambda w: WANTS_GRAD.sum(), draw, 5, rng()),
            "^what loss returns is a tensor that requires",
        ),
        (lambda: random_search(lambda w: 1j, draw, 5, rng()), "^loss must return one real number, got 1j at try 0$"),
        (
            lambda: random_search_path(lambda w: 1, lambda r: WANTS_GRAD, 5, rng()),
            "^what sample returns is a tensor that",
        ),
        (
            lambda: random_search_path(len, lambda r: [1] * r.integers(9), 9, rng()),
            "^what sample returns must be of one",
        ),
        (lambda: local_search(bowl, WANTS_GRAD, 0.1, 5, rng()), "^w0 is a tensor that requires grad: give its .detach"),
        (lambda: local_search(bowl, [1j], 0.1, 5, rng()), r"^w0 must be finite numbers, got complex ones: \[1j\]$"),
        (lambda: local_search(bowl, [1.0], None, 5, rng()), "^scale must be finite numbers, got None$"),
        (
            lambda: simulated_annealing(bowl, [1.0], 0.1, "hot", 5, rng()),
            "^temperature must be a finite number, 0 or .*'hot'",
        ),
        (
            lambda: simulated_annealing(bowl, [1.0], 0.1, lambda t: None, 5, rng()),
            r"^temperature\(0\) must be .*, got None",
        ),
    ],
)
def test_a_bad_call_gets_one_sentence(call, said):
    with pytest.raises(ValueError, match=said) as caught:
        call()
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "call, said",
    [
        (lambda: local_search(3, [1.0], 0.1, 5, rng()), "loss must be a function of w, got 3"),
        (lambda: simulated_annealing(None, [1.0], 0.1, 1.0, 5, rng()), "loss must be a function of w, got None"),
        (lambda: random_search("loss", draw, 5, rng()), "loss must be a function of w, got 'loss'"),
        (lambda: random_search_path(bowl, 3, 5, rng()), "sample must be a function of rng, got 3"),
    ],
)
def test_what_is_no_function_is_named(call, said):
    with pytest.raises(TypeError, match=f"^{said}$"):
        call()


def test_a_bad_call_is_told_before_the_loss_is_asked():
    for search in (
        lambda loss: local_search(loss, [1.0], 0.1, 0, rng()),
        lambda loss: random_search(loss, draw, 0, rng()),
    ):
        with pytest.raises(ValueError, match="tries"):
            search(lambda w: pytest.fail("the loss was asked"))
