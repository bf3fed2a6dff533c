"""Two results are the same within the tolerance that the caller names, and no wider."""

import inspect

import numpy as np
import pytest

from lecopt.checker.compare import agree, close


@pytest.mark.parametrize("compare", [agree, close])
def test_each_caller_says_its_tolerance(compare):
    assert inspect.signature(compare).parameters["rtol"].default is inspect.Parameter.empty


@pytest.mark.parametrize("rtol", [1e-9, 1e-5, 1e-2])
@pytest.mark.parametrize("value", [1.0, -3e8, 2 + 1j])
def test_a_number_agrees_up_to_its_tolerance_and_a_hundredth_of_it(value, rtol):
    """The hundredth is the share of the largest entry, which here is the number itself."""
    want = np.array(value)
    for sign in (1, -1):
        assert agree(want, want * (1 + sign * 1.009 * rtol), rtol)
        assert not agree(want, want * (1 + sign * 1.02 * rtol), rtol)


def test_the_tolerance_reaches_into_lists_and_dicts():
    want, near, off = (np.array([1.0, 2.0]) * (1 + wrong) for wrong in (0, 0.9e-5, 1.1e-5))
    for wrapped in (lambda a: [a, "text"], lambda a: {"w": [a, None]}, lambda a: [*map(np.array, a)]):
        assert agree(wrapped(want), wrapped(near), 1e-5)
        assert not agree(wrapped(want), wrapped(off), 1e-5)


def test_a_coarse_float_type_is_given_what_its_precision_allows_and_a_fine_one_is_not():
    want = np.array([1.0, 3.0])
    assert agree(want, (want * (1 + 5e-5)).astype(np.float32), 1e-5) and not agree(want, want * (1 + 5e-5), 1e-5)
    assert agree(want, (want * 1.01).astype(np.float16), 1e-5) and not agree(want, np.float32(want * 1.01), 1e-5)


def test_inf_and_nan_agree_with_themselves_alone():
    want = np.array([np.inf, -np.inf, np.nan, 1.0])
    assert close(want, want, 1e-5).all()
    assert not close(want, np.array([-np.inf, 0.0, 1.0, np.nan]), 1e-5).any()
