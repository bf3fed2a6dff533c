"""Training against the loop written out, the numbers measured on digits, and itself uninterrupted."""

import io
from functools import partial

import numpy as np
import pytest
import torch
from tqdm import tqdm

from lecopt.data import blobs, digits
from lecopt.first_order import RULES, adam, momentum, sgd
from lecopt.models import accuracy, mlp_gradient, mlp_init, mlp_loss, softmax_gradient, softmax_loss
from lecopt.training import minibatches, train
from lecopt.training.checkpoints import load_checkpoint, save_checkpoint
from lecopt.training.schedules import cosine

SIZES = [2, 5, 3]
WANTS_GRAD = torch.ones(2, requires_grad=True)


def rng(seed=0):
    return np.random.default_rng(seed)


@pytest.fixture(scope="module")
def data():
    X, y = blobs(90, rng(1))
    return X[:60], y[:60], X[60:], y[60:]


def net_loss(w, X, y):
    return mlp_loss(w, X, y, SIZES)


def net_grad(w, X, y):
    return mlp_gradient(w, X, y, SIZES)


def start(runs=(), seed=0):
    return mlp_init(SIZES, rng(seed), runs=runs) if runs else mlp_init(SIZES, rng(seed))


def trained(data, rule=adam, loss=net_loss, grad=net_grad, w0=None, *, epochs=4, batch_size=16, seed=0, **more):
    return train(
        rule,
        loss,
        grad,
        start() if w0 is None else w0,
        data,
        epochs=epochs,
        batch_size=batch_size,
        rng=rng(seed),
        **more,
    )


def same(a, b):
    assert a.curves().keys() == b.curves().keys() and a.stopped == b.stopped
    for name, curve in {**a.curves(), "w": a.w}.items():
        np.testing.assert_array_equal(curve, {**b.curves(), "w": b.w}[name], err_msg=name)


# ---------------------------------------------------------------- minibatches


@pytest.mark.parametrize("n, size", [(10, 3), (10, 5), (10, 1), (10, 10), (10, 99), (1, 1)])
def test_an_epoch_holds_every_sample_once(n, size):
    batches = minibatches(n, size, rng())
    assert sorted(np.concatenate(batches)) == list(range(n))
    assert all(len(batch) == size for batch in batches[:-1]) and 1 <= len(batches[-1]) <= size


def test_minibatches_are_shuffled_by_rng_alone():
    generator = rng()
    first, second = (np.concatenate(minibatches(100, 7, generator)) for _ in range(2))
    assert not np.array_equal(first, second) and not np.array_equal(first, np.arange(100))
    np.testing.assert_array_equal(first, rng().permutation(100))


# ---------------------------------------------------------------- what it computes


@pytest.mark.parametrize(
    "batch_size, lr, epochs, expected",
    [(32, 0.5, 1, 0.678), (32, 0.5, 3, 0.922), (32, 0.5, 10, 0.940), (1, 0.05, 1, 0.929)],
)
def test_sgd_on_digits_gets_the_measured_accuracy(batch_size, lr, epochs, expected):
    history = train(
        sgd,
        softmax_loss,
        softmax_gradient,
        np.zeros(650),
        digits(),
        epochs=epochs,
        batch_size=batch_size,
        rng=rng(),
        accuracy=accuracy,
        lr=lr,
    )
    assert round(history.val_accuracy[-1], 3) == expected  # FACTS, D1


def test_training_is_the_loop_written_out(data):
    X, y, X_val, y_val = data
    w, state, shuffle = start(), (), rng()
    train_loss, val_loss = [net_loss(w, X, y)], [net_loss(w, X_val, y_val)]
    for _ in range(3):
        order = shuffle.permutation(60)
        for k in range(0, 60, 16):
            batch = order[k : k + 16]
            w, state = adam(w, net_grad(w, X[batch], y[batch]), *state, lr=0.05)
        train_loss.append(net_loss(w, X, y))
        val_loss.append(net_loss(w, X_val, y_val))
    history = trained(data, epochs=3, lr=0.05)
    np.testing.assert_array_equal(history.w, w)
    np.testing.assert_array_equal(history.train_loss, train_loss)
    np.testing.assert_array_equal(history.val_loss, val_loss)
    assert history.train_accuracy is None and history.val_accuracy is None


def test_without_a_validation_set_there_are_no_such_curves(data):
    history = train(
        sgd,
        softmax_loss,
        softmax_gradient,
        np.zeros(6),
        data[:2],
        epochs=2,
        batch_size=9,
        rng=rng(),
        accuracy=accuracy,
        lr=0.1,
    )
    assert list(history.curves()) == ["train_loss", "train_accuracy"]
    assert "2 epochs: train loss" in repr(history)


def test_a_schedule_sets_the_lr_of_every_step(data):
    X, y, *_ = data
    w, shuffle, t = start(), rng(), 0
    for _ in range(2):
        for batch in minibatches(60, 16, shuffle):
            w, t = w - cosine(t, 8, 0.3, 3) * net_grad(w, X[batch], y[batch]), t + 1
    np.testing.assert_array_equal(trained(data, sgd, epochs=2, schedule=lambda t: cosine(t, 8, 0.3, 3)).w, w)


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_many_networks_at_once_are_each_as_if_alone(data, rule):
    lrs = np.array([0.003, 0.01, 0.03])
    together = trained(data, rule, w0=start((3,)), lr=lrs[:, None])
    assert together.train_loss.shape == (5, 3) and together.w.shape == start((3,)).shape
    for k, lr in enumerate(lrs):
        alone = trained(data, rule, w0=start((3,))[k], lr=float(lr))
        np.testing.assert_allclose(together.train_loss[:, k], alone.train_loss, rtol=1e-9)  # sums in another order
        np.testing.assert_allclose(together.w[k], alone.w, rtol=1e-7, atol=1e-12)


def test_no_epochs_leave_the_start(data):
    history = trained(data, epochs=0, lr=0.1)
    np.testing.assert_array_equal(history.w, start())
    assert len(history.train_loss) == 1


def test_float32_stays_float32(data):
    history = trained(data, w0=start().astype(np.float32), schedule=lambda t: np.float64(0.01))
    assert history.w.dtype == np.float32


def test_what_was_passed_in_is_left_as_it_was(data):
    w0, before = start(), [part.copy() for part in data]

    def spoiling(w, X, y):
        dw = net_grad(w, X, y)
        w += 100
        X *= 0
        return dw

    same(trained(data, w0=w0, grad=spoiling, lr=0.01), trained(data, lr=0.01))
    np.testing.assert_array_equal(w0, start())
    for part, was in zip(data, before):
        np.testing.assert_array_equal(part, was)


def test_a_rule_that_writes_into_w_does_not_spoil_the_start(data):
    def in_place(w, dw, *, lr):
        w -= lr * dw
        return w, ()

    for w0 in (start(), start().astype(np.float32)):
        before = w0.copy()
        same(
            trained(data, in_place, w0=w0, lr=0.1), trained(data, lambda w, dw, *, lr: (w - lr * dw, ()), w0=w0, lr=0.1)
        )
        np.testing.assert_array_equal(w0, before)


@pytest.fixture
def shown(monkeypatch):
    """What the progress bar writes, at once and at every step."""
    shown = io.StringIO()
    eager = {"delay": 0, "mininterval": 0, "miniters": 1, "file": shown}
    monkeypatch.setattr(
        "tqdm.tqdm",
        type("Bar", (tqdm,), {"__init__": lambda self, **options: tqdm.__init__(self, **{**options, **eager})}),
    )
    return shown


def test_the_bar_goes_on_where_the_checkpoint_ended(data, tmp_path, shown):
    trained(data, lr=0.1, epochs=2, checkpoint=tmp_path / "net.npz")
    shown.truncate(0)
    trained(data, lr=0.1, epochs=3, checkpoint=tmp_path / "net.npz")
    counts = [line.partition("/12")[0].split()[-1] for line in shown.getvalue().split("\r") if "/12" in line]
    assert counts[0] == "8" and counts[-1] == "12"


def test_of_many_runs_the_best_is_shown(data):
    loss, grad, share = (partial(f, classes=3) for f in (softmax_loss, softmax_gradient, accuracy))
    lr = np.array([[0.0], [0.5]])
    history = train(sgd, loss, grad, np.zeros((2, 6)), data, epochs=1, batch_size=16, rng=rng(), accuracy=share, lr=lr)
    assert history.val_accuracy[-1].argmax() == 1 and f"val accuracy {history.val_accuracy[-1, 1]:.3g}" in repr(history)
    assert f"train loss {history.train_loss[-1, 1]:.3g}" in repr(history)


def test_the_bar_shows_loss_and_accuracy(shown):
    history = train(
        sgd,
        softmax_loss,
        softmax_gradient,
        np.zeros(650),
        digits(),
        epochs=2,
        batch_size=256,
        rng=rng(),
        accuracy=accuracy,
        lr=0.5,
    )
    last = shown.getvalue().split("\r")[-1]
    assert "12/12" in last and last.startswith("sgd")
    for name, curve in history.curves().items():
        assert f"{name.replace('_', ' ')} {curve[-1]:.3g}" in last


# ---------------------------------------------------------------- stopping


def steep(w, X, y):
    return np.asarray(w**4).sum(-1) / 4


def steep_grad(w, X, y):
    return w**3


def test_it_stops_with_a_sentence_when_the_weights_are_no_longer_finite(data, capsys):
    calls = []
    history = trained(
        data, sgd, steep, lambda w, X, y: calls.append(1) or steep_grad(w, X, y), np.full(3, 10.0), epochs=50, lr=1.0
    )
    assert history.stopped == "Stopped in epoch 2: the weights are no longer finite. Try a smaller lr."
    assert len(calls) < 8 and len(history.train_loss) == 3 and not np.isfinite(history.train_loss[-1])
    assert capsys.readouterr().out.strip() == history.stopped and history.stopped in repr(history)


def test_one_weight_that_is_no_number_is_enough(data):
    history = trained(
        data, sgd, lambda w, X, y: 1.0, lambda w, X, y: np.array([np.nan, 0.0, 0.0]), np.zeros(3), epochs=9, lr=0.1
    )
    assert history.stopped.startswith("Stopped in epoch 1")


def test_it_stops_when_the_loss_is_no_number(data):
    history = trained(
        data,
        sgd,
        lambda w, X, y: np.sqrt(w[0]) + 0.0,
        lambda w, X, y: np.ones_like(w),
        np.array([1.0]),
        epochs=9,
        lr=0.1,
    )
    assert history.stopped == "Stopped after epoch 3: the loss is no longer a number. Try a smaller lr."


def test_one_run_that_diverges_does_not_stop_the_others(data):
    history = trained(data, sgd, steep, steep_grad, np.full((2, 3), 10.0), epochs=5, lr=np.array([[1.0], [0.001]]))
    assert (
        not history.stopped
        and np.isnan(history.train_loss[-1, 0])
        and history.train_loss[-1, 1] < history.train_loss[0, 1]
    )
    assert "best of 2 runs" in repr(history) and "nan" not in repr(history)


# ---------------------------------------------------------------- checkpoints


class Interrupted(Exception):
    pass


def interrupting(grad, after):
    """The gradient, until so many calls were made."""
    calls = iter(range(after))

    def interrupted(*args):
        if next(calls, None) is None:
            raise Interrupted
        return grad(*args)

    return interrupted


@pytest.mark.parametrize("after", [0, 1, 7, 8, 19])
@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_training_that_was_interrupted_gives_the_numbers_of_one_that_was_not(data, tmp_path, rule, after):
    path = tmp_path / "runs" / "net.npz"
    whole = trained(data, rule, epochs=5, lr=0.02)
    with pytest.raises(Interrupted):
        trained(data, rule, grad=interrupting(net_grad, after), epochs=5, lr=0.02, checkpoint=path)
    assert path.exists() == (after >= 4)  # an epoch is four steps
    same(trained(data, rule, epochs=5, lr=0.02, checkpoint=path), whole)


def test_resume_holds_for_many_networks_in_float32_with_a_schedule_and_accuracies(data, tmp_path):
    def how(epochs, **more):
        w0 = np.random.default_rng(3).normal(size=(4, 6)).astype(np.float32)
        more |= dict(accuracy=accuracy, schedule=lambda t: cosine(t, 60, 0.1, 5))
        rule = partial(momentum, rho=0.8)
        return train(rule, softmax_loss, softmax_gradient, w0, data, epochs=epochs, batch_size=7, rng=rng(5), **more)

    whole, path = how(6), tmp_path / "net.npz"
    for epochs in (1, 4, 6):
        resumed = how(epochs, checkpoint=str(path))
    same(resumed, whole)
    assert resumed.w.dtype == np.float32


@pytest.mark.parametrize("bits", [np.random.PCG64, np.random.MT19937, np.random.Philox, np.random.SFC64])
def test_every_generator_of_numpy_is_taken_up_where_it_was(data, tmp_path, bits):
    def how(epochs, **more):
        return train(
            sgd,
            net_loss,
            net_grad,
            start(),
            data,
            epochs=epochs,
            batch_size=16,
            rng=np.random.Generator(bits(4)),
            lr=0.1,
            **more,
        )

    how(2, checkpoint=tmp_path / "net.npz")
    same(how(4, checkpoint=tmp_path / "net.npz"), how(4))


def test_rng_goes_on_after_a_resume_as_if_there_had_been_none(data, tmp_path):
    trained(data, lr=0.1, epochs=2, checkpoint=tmp_path / "net.npz")
    resumed, whole = rng(99), rng(0)
    for generator, checkpoint in ((resumed, tmp_path / "net.npz"), (whole, None)):
        train(
            adam,
            net_loss,
            net_grad,
            start(),
            data,
            epochs=4,
            batch_size=16,
            rng=generator,
            lr=0.1,
            checkpoint=checkpoint,
        )
    assert resumed.random() == whole.random()


def test_a_finished_training_is_only_read(data, tmp_path):
    path = tmp_path / "net.npz"
    whole = trained(data, lr=0.1, checkpoint=path)
    same(trained(data, grad=interrupting(net_grad, 0), lr=0.1, checkpoint=path), whole)


def test_a_stopped_training_stays_stopped(data, tmp_path):
    def how():
        return trained(
            data, sgd, steep, steep_grad, np.full(3, 10.0), epochs=50, lr=1.0, checkpoint=tmp_path / "net.npz"
        )

    first = how()
    same(how(), first)
    assert first.stopped


def test_more_epochs_may_be_asked_for_later_and_fewer_are_refused(data, tmp_path):
    path = tmp_path / "net.npz"
    trained(data, lr=0.1, epochs=3, checkpoint=path)
    same(trained(data, lr=0.1, epochs=5, checkpoint=path), trained(data, lr=0.1, epochs=5))
    with pytest.raises(
        ValueError, match="epochs must be at least 5, as many as the checkpoint .*net.npz has behind it, got 2"
    ):
        trained(data, lr=0.1, epochs=2, checkpoint=path)


@pytest.mark.parametrize(
    "change, said",
    [
        ({"rule": momentum}, "its rule is adam, here momentum"),
        ({"lr": 0.2}, r"its hyper-parameters are \{'lr': 0.1\}, here \{'lr': 0.2\}"),
        ({"batch_size": 8}, "its batch_size is 16, here 8"),
        ({"w0": start((2,))}, r"its shape of w is \[33\], here \[2, 33\]"),
        ({"w0": start().astype(np.float32)}, "its precision is float64, here float32"),
        ({"w0": start(seed=1)}, "its loss at w0 is .*, here"),
        ({"loss": lambda w, X, y: mlp_loss(w, X, y, SIZES, activation="sigmoid")}, "its loss at w0 is"),
        ({"loss": lambda w, X, y: mlp_loss(w, X, y, SIZES, reg=0.1)}, "its loss at w0 is"),
        ({"accuracy": lambda w, X, y: 0.5}, r"its curves are \['train_loss', 'val_loss'\], here"),
    ],
)
def test_a_checkpoint_of_another_training_is_refused_in_one_sentence(data, tmp_path, change, said):
    path = tmp_path / "net.npz"
    trained(data, lr=0.1, checkpoint=path)
    before = path.read_bytes()
    with pytest.raises(ValueError, match=f"checkpoint .*net.npz belongs to another training: {said}") as caught:
        trained(data, **{"lr": 0.1, **change}, checkpoint=path)
    assert "\n" not in str(caught.value) and path.read_bytes() == before


def test_a_checkpoint_of_other_data_schedule_or_generator_is_refused(data, tmp_path):
    path = tmp_path / "net.npz"
    trained(data, schedule=lambda t: 0.1, checkpoint=path)
    X, y, *val = data
    for other, said in (
        ((X[:-1], y[:-1], *val), "number of samples is 60, here 59"),
        ((X + 1, y, *val), "loss at w0"),
        ((X, y), "curves"),
    ):
        with pytest.raises(ValueError, match=said):
            trained(other, schedule=lambda t: 0.1, checkpoint=path)
    for schedule in (lambda t: 0.2, None):
        with pytest.raises(ValueError, match="first lr of schedule is 0.1, here"):
            trained(data, schedule=schedule, checkpoint=path)
    other = {"rng": np.random.Generator(np.random.MT19937(0)), "schedule": lambda t: 0.1, "checkpoint": path}
    with pytest.raises(ValueError, match="rng is PCG64, here MT19937"):
        twister = np.random.Generator(np.random.MT19937(0))
        more = dict(epochs=4, batch_size=16, schedule=lambda t: 0.1, checkpoint=path)
        train(adam, net_loss, net_grad, start(), data, rng=twister, **more)


@pytest.mark.parametrize(
    "damage",
    [
        lambda b: b[: len(b) // 2],
        lambda b: b"",
        lambda b: b"not a checkpoint",
        lambda b: b[:200] + bytes([b[200] ^ 255]) + b[201:],
    ],
)
def test_a_damaged_checkpoint_is_said_to_be_one(data, tmp_path, damage):
    path = tmp_path / "net.npz"
    trained(data, lr=0.1, checkpoint=path)
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(
        ValueError, match=r"net.npz is damaged or no checkpoint \(.*\): delete it to start from the beginning"
    ):
        trained(data, lr=0.1, checkpoint=path)


def test_a_checkpoint_with_a_pickle_in_it_is_not_opened(tmp_path):
    class Trap:
        def __reduce__(self):
            return (pytest.fail, ("the pickle was run",))

    np.savez(tmp_path / "trap.npz", **{"facts.json": np.array([Trap()], dtype=object)})
    with pytest.raises(ValueError, match=r"trap.npz is no checkpoint \(Object arrays cannot be loaded when [^:]*\)$"):
        load_checkpoint(tmp_path / "trap.npz")


def test_an_array_of_another_file_is_no_checkpoint(tmp_path):
    np.savez(tmp_path / "other.npz", w=np.zeros(3))
    np.save(tmp_path / "other.npy", np.zeros(3))
    for name, said in (
        ("other.npz", "other.npz is no checkpoint: it holds no facts.json$"),
        ("other.npy", r"other.npy is no checkpoint \(it is no whole archive of arrays\)$"),
    ):
        with pytest.raises(ValueError, match=said):
            load_checkpoint(tmp_path / name)


@pytest.mark.parametrize("name", ["photo.jpg", "net"])
@pytest.mark.parametrize("content", [b"", b"a photo", "whole"])
def test_nobody_is_told_to_delete_a_file_that_is_not_named_as_ours(tmp_path, name, content):
    path = save_checkpoint(tmp_path / name, {"w": np.arange(3)}, {})
    path.write_bytes(path.read_bytes()[:-9] if content == "whole" else content)
    with pytest.raises(ValueError, match=rf"{name} is no checkpoint \(it is no whole archive of arrays\)$"):
        load_checkpoint(path)


def test_what_is_not_there_and_what_is_a_folder_is_said(tmp_path):
    for call, said in (
        (lambda: load_checkpoint(tmp_path / "missing.npz"), f"there is no file {tmp_path / 'missing.npz'}"),
        (lambda: load_checkpoint("missing"), "there is no file missing"),
        (lambda: load_checkpoint(tmp_path), f"{tmp_path} is a folder, not a checkpoint"),
        (lambda: save_checkpoint(tmp_path, {}, {}), f"path must name a file, got the folder {tmp_path}"),
        (lambda: load_checkpoint(3), "path must be a path, got 3"),
        (lambda: save_checkpoint(None, {}, {}), "path must be a path, got None"),
    ):
        with pytest.raises(ValueError) as caught:
            call()
        assert str(caught.value) == said


def test_a_file_that_may_not_be_read_is_not_said_to_be_damaged(tmp_path, monkeypatch):
    path = save_checkpoint(tmp_path / "a.npz", {"w": np.arange(3)}, {})

    def forbidden(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("builtins.open", forbidden)
    with pytest.raises(ValueError, match="a.npz can't be read: Permission denied$"):
        load_checkpoint(path)


def test_any_damage_gets_the_sentence(tmp_path):
    path = save_checkpoint(tmp_path / "a.npz", {"w": np.arange(3)}, {"epoch": 1})
    whole, places, damaged = path.read_bytes(), rng(), 0
    for k in range(300):
        at = int(places.integers(len(whole)))
        path.write_bytes(whole[:at] + (bytes([whole[at] ^ int(places.integers(1, 256))]) + whole[at + 1 :]) * (k % 2))
        try:
            load_checkpoint(path)
        except ValueError as error:
            damaged += 1
            assert "a.npz is" in str(error) and "checkpoint" in str(error) and "\n" not in str(error)
    assert damaged > 200


@pytest.mark.parametrize(
    "arrays, facts, said",
    [
        ({"w": [[1], [1, 2]]}, {}, "^w must be of one shape, got rows of different lengths"),
        ({"w": torch.ones(2, requires_grad=True)}, {}, "^w is a tensor that requires grad"),
        ({"file": [1]}, {}, "^arrays must have other names than 'file' and 'facts.json', got 'file'$"),
        ({"facts.json": [1]}, {}, "^arrays must have other names than 'file' and 'facts.json', got 'facts.json'$"),
        ({}, {"f": len}, r"^facts must be what JSON can hold \(.*\), got {'f': <built-in function len>}$"),
        ({}, {(1, 2): 3}, r"^facts must be what JSON can hold \(.*\), got {\(1, 2\): 3}$"),
    ],
)
def test_what_a_checkpoint_cannot_hold_is_named(tmp_path, arrays, facts, said):
    with pytest.raises(ValueError, match=said):
        save_checkpoint(tmp_path / "a.npz", arrays, facts)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("facts", [{}, [1], {"plan": 3, "rng": {}}, {"plan": {}, "rng": 3}])
def test_a_checkpoint_that_train_did_not_write_is_refused(data, tmp_path, facts):
    path = save_checkpoint(tmp_path / "mine.npz", {"w": start()}, facts)
    with pytest.raises(ValueError, match="mine.npz was not written by train: give this one another name$"):
        trained(data, lr=0.1, checkpoint=path)


def test_a_write_that_fails_half_way_leaves_the_old_checkpoint(tmp_path, monkeypatch):
    path = save_checkpoint(tmp_path / "a.npz", {"w": np.arange(3)}, {"epoch": 1})

    def broken(file, **arrays):
        file.write(b"half")
        raise OSError("no space left on device")

    monkeypatch.setattr(np, "savez", broken)
    with pytest.raises(OSError, match="no space"):
        save_checkpoint(path, {"w": np.arange(4)}, {"epoch": 2})
    monkeypatch.undo()
    arrays, facts = load_checkpoint(path)
    assert facts == {"epoch": 1} and arrays["w"].tolist() == [0, 1, 2]
    save_checkpoint(path, {"w": np.arange(4)}, {"epoch": 2})
    assert load_checkpoint(path)[1] == {"epoch": 2} and [p.name for p in tmp_path.iterdir()] == ["a.npz"]


def test_a_state_of_objects_cannot_be_kept(data, tmp_path):
    def odd(w, dw, memory=0, *, lr):
        return w - lr * dw, ({"a": 1},)

    with pytest.raises(TypeError, match="a checkpoint holds numbers and arrays of numbers, and state_0 is neither"):
        trained(data, odd, lr=0.1, checkpoint=tmp_path / "net.npz")


# ---------------------------------------------------------------- bad calls


@pytest.mark.parametrize(
    "change, error, said",
    [
        ({"epochs": -1}, ValueError, "epochs must be a whole number, 0 or more, got -1"),
        ({"batch_size": 0}, ValueError, "batch_size must be a whole number, 1 or more, got 0"),
        ({"batch_size": 2.0}, ValueError, "batch_size must be a whole number, 1 or more, got 2.0"),
        ({"rng": 0}, ValueError, "rng must be a generator"),
        ({"w0": [np.nan]}, ValueError, r"w0 must be finite numbers of shape \(n,\) or \(runs, n\), got \[nan\]"),
        ({"w0": 3.0}, ValueError, r"w0 must be finite numbers of shape \(n,\) or \(runs, n\), got 3.0"),
        ({"w0": np.array([1, np.inf], np.float32)}, ValueError, r"w0 must be finite numbers of shape \(n,\) or"),
        ({"data": (np.zeros((3, 2)),)}, ValueError, "data must be .X, y. or .X, y, X_val, y_val., got 1 parts"),
        ({"data": (np.zeros((3, 2)), np.zeros(4, int))}, ValueError, r"one y for each X.*shapes \(3, 2\) and \(4,\)"),
        ({"data": (np.zeros((0, 2)), np.zeros(0, int))}, ValueError, "one y for each X"),
        ({"lr": -0.1}, ValueError, "lr must be finite and not negative, got -0.1"),
        ({"lr": 0.1, "rho": 0.9}, TypeError, "sgd has no hyper-parameter 'rho'"),
        (
            {"lr": 0.1, "schedule": lambda t: 0.1},
            TypeError,
            "the lr comes from schedule or from lr, not from both, got lr=0.1",
        ),
        ({"rule": "adam"}, TypeError, "rule must be a function"),
        ({"grad": lambda w, X, y: w[:2]}, ValueError, r"grad must return the shape of w, \(6,\), got \(2,\)"),
        ({"rule": lambda w, dw, *, lr: (w[:2], ())}, ValueError, r"must return the shape of w, \(6,\), got \(2,\)"),
        ({"rule": lambda w, dw, *, lr: w}, ValueError, "must return two things"),
        (
            {"loss": lambda w, X, y: np.zeros(5)},
            ValueError,
            r"loss must return one number for each run, shape \(\), got \(5,\)",
        ),
        ({"accuracy": lambda w, X, y: w}, ValueError, "accuracy must return one number for each run"),
        ({"loss": lambda w, X, y: np.nan}, ValueError, "loss must be finite at w0, got nan"),
        ({"w0": [1j] * 6}, ValueError, "^w0 must be real numbers of one shape, got complex ones: "),
        ({"w0": WANTS_GRAD}, ValueError, "^w0 is a tensor that requires grad: give its .detach"),
        (
            {"w0": [[1.0], [1.0, 2.0]]},
            ValueError,
            "^w0 must be real numbers of one shape, got rows of different lengths",
        ),
        (
            {"grad": lambda w, X, y: 1j * w},
            ValueError,
            r"^grad must return real numbers of the shape of w, \(6,\), got complex ones: array",
        ),
        ({"grad": lambda w, X, y: WANTS_GRAD}, ValueError, "^what grad returns is a tensor that requires grad"),
        ({"grad": lambda w, X, y: None}, ValueError, r"^grad must return real numbers .* \(6,\), got None$"),
        (
            {"rule": lambda w, dw, *, lr: (1j * w, ())},
            ValueError,
            r"^<lambda> must return real numbers of the shape of w, \(6,\), got complex ones: array",
        ),
        (
            {"rule": lambda w, dw, v=0, *, lr: (w, ())},
            ValueError,
            r"^<lambda> takes 1 parts of state \(v\) and returns 0\.",
        ),
        ({"rule": lambda w: w}, TypeError, r"^rule must be a function of w and dw, got <lambda> of \(w\)"),
        ({"rule": torch.optim.SGD}, TypeError, "got the class SGD: a torch optimizer is a class, not a rule$"),
        (
            {"loss": lambda w, X, y: None},
            ValueError,
            r"^loss must return one number for each run, shape \(\), got None$",
        ),
        ({"loss": lambda w, X, y: 1j}, ValueError, r"^loss must return one number for each run, .*, got 1j$"),
        ({"loss": lambda w, X, y: WANTS_GRAD.sum()}, ValueError, "^what loss returns is a tensor that requires grad"),
        ({"accuracy": lambda w, X, y: "good"}, ValueError, "^accuracy must return one number for each run, .* 'good'$"),
        ({"accuracy": 0.5}, TypeError, r"^accuracy must be a function of \(w, X, y\), got 0.5$"),
        ({"loss": None}, TypeError, r"^loss must be a function of \(w, X, y\), got None$"),
        ({"grad": "grad"}, TypeError, r"^grad must be a function of \(w, X, y\), got 'grad'$"),
        ({"data": None}, ValueError, r"^data must be \(X, y\) or \(X, y, X_val, y_val\), got None$"),
        ({"data": 3}, ValueError, "^data must be .*, got 3$"),
        ({"data": ([[1], [1, 2]], [0, 1])}, ValueError, "^data must be of one shape, got rows of different lengths"),
        ({"data": (WANTS_GRAD, [0, 1])}, ValueError, "^data is a tensor that requires grad"),
        ({"checkpoint": 3}, ValueError, "^checkpoint must be a path, got 3$"),
        ({"checkpoint": "."}, ValueError, "^. is a folder, not a checkpoint$"),
        ({"schedule": 0.1}, TypeError, "^schedule must be a function of t, .*, got 0.1$"),
        ({"schedule": 0}, TypeError, "^schedule must be a function of t, .*, got 0$"),
        ({"schedule": lambda t: -1.0, "epochs": 0}, ValueError, r"^schedule\(0\) must be finite and not negative"),
        ({"schedule": lambda t: -1.0}, ValueError, r"^schedule\(0\) must be finite and not negative, got -1.0$"),
        (
            {"schedule": lambda t: 0.1 if t < 3 else np.nan},
            ValueError,
            r"^schedule\(3\) must be finite and not negative, got nan$",
        ),
        ({"schedule": lambda t: [1, 2]}, ValueError, r"^schedule\(0\) must broadcast to the shape of w0, \(6,\), got"),
        ({"schedule": lambda t: "fast"}, ValueError, r"^schedule\(0\) must be real numbers of one shape, got 'fast'$"),
    ],
)
def test_a_bad_call_gets_one_sentence(data, change, error, said):
    call = {
        "rule": sgd,
        "loss": softmax_loss,
        "grad": softmax_gradient,
        "w0": np.zeros(6),
        "data": data,
        "epochs": 1,
        "batch_size": 16,
        "rng": rng(),
        **change,
    }
    if "schedule" not in call:
        call = {"lr": 0.1, **call}
    with pytest.raises(error, match=said) as caught:
        train(**call)
    assert "\n" not in str(caught.value)
