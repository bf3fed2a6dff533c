"""The digits against scikit-learn's, their split for every seed too; the small sets against the facts written down."""

import gzip
import json
import subprocess
import sys
import tomllib
from pathlib import Path

import numpy as np
import pack_digits
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

import lecopt.data
from lecopt.data import blobs, cifar10, digits, least_squares, load, noisy_sine
from lecopt.data.split import stratified

PACKAGE = Path(lecopt.data.__file__).parents[1]

# ---------------------------------------------------------------- digits


LARGEST_SEED = 2**32 - 1


@pytest.mark.parametrize("seed", [*range(31), 12345, 2**31 - 1, 2**31, LARGEST_SEED - 1, LARGEST_SEED, np.int64(7)])
def test_digits_are_those_of_scikit_learn_in_the_split_that_it_makes_of_the_seed(seed):
    X, y = load_digits(return_X_y=True)
    X = np.hstack([X / 16, np.ones((len(X), 1))])
    expected = train_test_split(X, y, test_size=0.25, random_state=seed, stratify=y)
    data = digits(seed=seed)
    for got, wanted in zip((data.X_train, data.X_test, data.y_train, data.y_test), expected):
        np.testing.assert_array_equal(got, wanted, strict=True)
    assert data.X_train.shape == (1347, 65) and data.X_test.shape == (450, 65)


@pytest.mark.parametrize("seed", [*range(31), LARGEST_SEED])
def test_each_digit_has_its_share_of_the_training_and_of_the_test_set(seed):
    data = digits(seed=seed)
    train, test = np.bincount(data.y_train), np.bincount(data.y_test)
    share = (train + test) / 1797  # no count is off by one or more from the share of the whole
    assert np.abs(train - 1347 * share).max() < 1 and np.abs(test - 450 * share).max() < 1


@given(st.lists(st.integers(2, 9), min_size=2, max_size=6), st.data(), st.integers(0, LARGEST_SEED))
def test_any_labels_are_split_as_scikit_learn_splits_them(counts, data, seed):
    labels = np.array(data.draw(st.permutations([k * k for k, count in enumerate(counts) for _ in range(count)])))
    tests = data.draw(st.integers(len(counts), len(labels) - len(counts)))  # it asks for one of each class
    wanted = train_test_split(np.arange(len(labels)), test_size=tests, random_state=seed, stratify=labels)
    for got, indices in zip(stratified(labels, tests, np.random.RandomState(seed)), wanted):
        np.testing.assert_array_equal(got, indices)


def test_the_packed_scans_are_what_the_tool_packs_and_small():
    file = PACKAGE / "data/digits.gz"
    assert gzip.decompress(file.read_bytes()) == gzip.decompress(pack_digits.packed())  # zlibs differ in how they pack
    assert file == pack_digits.FILE and file.stat().st_size < 120_000


def test_the_package_takes_the_scans_and_their_licence_along():
    project = tomllib.loads((PACKAGE.parent / "pyproject.toml").read_text("utf8"))
    taken = {
        file.name for glob in project["tool"]["setuptools"]["package-data"]["lecopt"] for file in PACKAGE.glob(glob)
    }
    assert {"digits.gz", "digits.txt"} <= taken
    said = (PACKAGE / "data/digits.txt").read_text("utf8")
    assert "Alpaydin" in said and "CC BY 4.0" in said and "https://creativecommons.org/licenses/by/4.0" in said


def imported_by(program):
    """The modules that a fresh Python has after the program; what lecopt's own door imports is left out."""
    program = f"""
import json, sys, types
sys.modules["lecopt"] = types.ModuleType("lecopt")
sys.modules["lecopt"].__path__ = [{str(PACKAGE)!r}]
{program}
print(json.dumps(list(sys.modules)))"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout))


def test_the_digits_need_nothing_but_numpy_and_the_standard_library():
    modules = imported_by("from lecopt.data import digits; digits()")
    packages = {name.partition(".")[0] for name in modules - imported_by("import numpy.random")}
    assert packages - set(sys.stdlib_module_names) - {"numpy"} == {"lecopt"}
    assert modules & {"http.client", "ssl", "tarfile", "urllib.request", "lzma"} == set()  # slow, or not everywhere
    assert {"lecopt.data.images", "numpy"} <= modules
    assert "tqdm" not in imported_by("import lecopt.data.download")


@pytest.mark.parametrize("option", ["bias", "images"])
@pytest.mark.parametrize("value", ["no", 1, None, [True]])
def test_a_switch_that_is_neither_on_nor_off_is_named(option, value, tmp_path):
    for make in (digits, lambda **options: cifar10(root=tmp_path, url="http://nowhere.invalid/file", **options)):
        with pytest.raises(ValueError) as caught:
            make(**{option: value})
        assert str(caught.value) == f"{option} must be True or False, got {value!r}"


def test_a_boolean_of_numpy_is_a_switch():
    assert digits(bias=np.False_).X_test.shape == (450, 64)


def test_one_gradient_step_from_zero_gets_the_known_accuracy():
    X, y, X_test, y_test = digits()
    dW = X.T @ (0.1 - np.eye(10)[y]) / len(X)  # at W = 0 each class has probability 0.1
    W = -0.5 * dW
    scores = X @ W
    loss = np.mean(np.log(np.exp(scores).sum(1)) - scores[np.arange(len(y)), y])
    assert round(loss, 4) == 2.2047  # FACTS, D1
    assert round(np.mean((X_test @ W).argmax(1) == y_test), 3) == 0.880


def test_digits_without_bias_and_as_pictures():
    X = digits().X_train
    np.testing.assert_array_equal(digits(bias=False).X_train, X[:, :64])
    np.testing.assert_array_equal(digits(images=True).X_train[7, 0], X[7, :64].reshape(8, 8))
    assert X.min() == 0 and X.max() == 1


def test_digits_come_out_fresh_each_time_so_that_nobody_can_spoil_them():
    first = digits()
    first.X_train[:] = 7
    first.y_train[:] = 7
    assert digits().X_train.max() == 1 and len(set(digits().y_train)) == 10


def test_another_seed_is_another_split_of_the_same_scans():
    a, b = digits(seed=0), digits(seed=1)
    assert not np.array_equal(a.X_train, b.X_train)
    assert sorted(map(tuple, np.vstack([a.X_train, a.X_test]))) == sorted(map(tuple, np.vstack([b.X_train, b.X_test])))


@pytest.mark.parametrize("seed", [-1, 2**32, 0.5, None, True, "0"])
def test_a_bad_seed_is_named_before_anything_else_happens(seed, monkeypatch):
    monkeypatch.setattr("lecopt.data.images._scans", None)
    with pytest.raises(ValueError) as caught:
        digits(seed=seed)
    assert str(caught.value) == f"seed must be a whole number from 0 to 4294967295, got {seed!r}"


def test_load_knows_the_sets_by_name():
    np.testing.assert_array_equal(load("digits", bias=False).X_test, digits(bias=False).X_test)


@pytest.mark.parametrize("name", ["mnist", ["digits"], None, {}, ""])
def test_a_name_that_is_none_of_the_sets_is_named(name):
    with pytest.raises(ValueError) as caught:
        load(name)
    assert str(caught.value) == f"name must be one of digits, cifar10, got {name!r}"


# ---------------------------------------------------------------- synthetic sets


def test_polynomials_on_the_noisy_sine_overfit_as_written_down():
    x, y = noisy_sine(20, np.random.default_rng(1))
    grid = np.linspace(-1, 1, 2001)
    for degree, train, risk in ((1, 0.302, 0.183), (3, 0.136, 0.0068), (5, 0.086, 0.085), (9, 0.061, 10.6)):  # C42
        fit = np.polynomial.Polynomial.fit(x, y, degree)
        assert np.mean((fit(x) - y) ** 2) == pytest.approx(train, abs=5e-4)
        assert np.mean((fit(grid) - np.sin(3 * grid)) ** 2) == pytest.approx(risk, rel=1e-2)


def test_least_squares_has_the_truth_and_the_noise_it_says():
    X, y, w = least_squares(20_000, 3, 0.5, np.random.default_rng(0))
    assert X.shape == (20_000, 3) and y.shape == (20_000,) and w.shape == (3,)
    assert np.std(y - X @ w) == pytest.approx(0.5, rel=0.03)  # 6 standard errors, 0.5 / sqrt(2 n)


def test_blobs_are_round_and_evenly_dealt():
    X, y = blobs(3000, np.random.default_rng(0), classes=3, spread=0.5)
    assert np.bincount(y).tolist() == [1000] * 3
    for k in range(3):
        centre = X[y == k].mean(0)
        assert np.hypot(*centre) == pytest.approx(2, abs=0.1)
        np.testing.assert_allclose(X[y == k].std(0), 0.5, atol=0.07)


@pytest.mark.parametrize(
    "make", [lambda rng: noisy_sine(5, rng), lambda rng: least_squares(5, 2, 0.1, rng), lambda rng: blobs(5, rng)]
)
def test_the_same_rng_gives_the_same_set(make):
    for a, b in zip(make(np.random.default_rng(3)), make(np.random.default_rng(3))):
        np.testing.assert_array_equal(a, b)
    with pytest.raises(ValueError, match="rng must be a generator"):
        make(3)


@pytest.mark.parametrize(
    "call, named",
    [
        (lambda rng: noisy_sine(0, rng), "n must be a whole number, 1 or more, got 0"),
        (lambda rng: noisy_sine(3, rng, noise=-1), "noise must be a finite number, 0 or more, got -1"),
        (lambda rng: noisy_sine(3, rng, noise=float("nan")), "noise must be a finite number, 0 or more, got nan"),
        (lambda rng: least_squares(3, 2.5, 0.1, rng), "d must be a whole number, 1 or more, got 2.5"),
        (lambda rng: least_squares(3, 2, "loud", rng), "noise must be a finite number, 0 or more, got 'loud'"),
        (lambda rng: least_squares(3, 2, 1 + 0j, rng), r"noise must be a finite number, 0 or more, got \(1\+0j\)"),
        (lambda rng: blobs(3, rng, classes=0), "classes must be a whole number, 1 or more, got 0"),
        (lambda rng: blobs(3, rng, spread=np.inf), "spread must be a finite number, 0 or more, got inf"),
    ],
)
def test_a_bad_size_or_width_is_named(call, named):
    with pytest.raises(ValueError, match=named):
        call(np.random.default_rng(0))


def test_every_public_name_is_there():
    assert all(hasattr(lecopt.data, name) for name in lecopt.data.__all__)
