"""CIFAR-10 from a small archive: its reader, and the download against servers that break off, lie and refuse."""

import hashlib
import http.client
import http.server
import io
import os
import tarfile
import threading
from pathlib import Path

import numpy as np
import pytest

from lecopt.data import cifar10, digits
from lecopt.data.cifar import RECORD, TEST, TRAIN, read_archive
from lecopt.data.download import checksum, fetch


def archive_bytes(members, kind=tarfile.REGTYPE):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        for name, content in members.items():
            member = tarfile.TarInfo(name)
            member.size, member.type = len(content) * (kind == tarfile.REGTYPE), kind
            member.linkname = "/etc/passwd" if kind != tarfile.REGTYPE else ""
            archive.addfile(member, io.BytesIO(content))
    return out.getvalue()


def records(rng, n):
    batch = rng.integers(256, size=(n, RECORD), dtype=np.uint8)
    batch[:, 0] %= 10
    return batch


@pytest.fixture(scope="module")
def batches():
    rng = np.random.default_rng(0)
    return {name: records(rng, 20) for name in TRAIN + TEST}


@pytest.fixture(scope="module")
def small(batches):
    """A CIFAR-10 archive of 120 random pictures, about 370 kB."""
    rest = {"../../outside.bin": b"never written", "cifar-10-batches-bin/readme.html": b"<p>"}
    return archive_bytes({**rest, **{name: batch.tobytes() for name, batch in batches.items()}})


def sha256(content):
    return hashlib.sha256(content).hexdigest()


class Server:
    """A local server of one file; `behave` may be changed between requests and sees each of them."""

    def __init__(self, content):
        self.content, self.requests, self.behave = content, [], honest
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                range_ = self.headers.get("Range")
                start = int(range_.removeprefix("bytes=").removesuffix("-")) if range_ else 0
                outer.requests.append(start)
                outer.behave(self, outer.content, start)

            def log_message(self, *args):
                pass

        self.http = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.http.server_address[1]}/cifar-10-binary.tar.gz"
        self.thread = threading.Thread(target=self.http.serve_forever, kwargs={"poll_interval": 0.01})
        self.thread.start()

    def stop(self):
        self.http.shutdown()
        self.http.server_close()
        self.thread.join()


def answer(handler, status, body, length=None, **headers):
    handler.send_response(status)
    for name, value in {"Content-Length": len(body) if length is None else length, **headers}.items():
        handler.send_header(name.replace("_", "-"), str(value))
    handler.end_headers()
    handler.wfile.write(body)


def piece(handler, content, start, stop=None, shift=0):
    if start >= len(content):
        return answer(handler, 416, b"", Content_Range=f"bytes */{len(content)}")
    body, whole = content[start:stop], len(content) - start
    if start == 0:
        return answer(handler, 200, body, whole)
    answer(handler, 206, body, whole, Content_Range=f"bytes {start + shift}-{len(content) - 1}/{len(content)}")


def honest(handler, content, start):
    piece(handler, content, start)


def breaks_off(handler, content, start):
    piece(handler, content, start, start + 100_000)


def deaf_to_range(handler, content, start):
    answer(handler, 200, content)


def deaf_and_breaks_off(handler, content, start):
    answer(handler, 200, content[:100_000], len(content))


def wrong_piece(handler, content, start):
    piece(handler, content, start, shift=1)


def refuses(status):
    return lambda handler, content, start: answer(handler, status, b"no")


@pytest.fixture
def server(small):
    server = Server(small)
    yield server
    server.stop()


def get(server, root, **options):
    return cifar10(root=root, url=server.url, sha256=sha256(server.content), **options)


def left(root):
    return sorted(os.listdir(root)) if root.exists() else []


WHOLE = ["cifar-10-binary.tar.gz"]
PART = ["cifar-10-binary.tar.gz.part"]


def test_the_pictures_and_labels_are_those_of_the_archive(server, batches, tmp_path):
    data = get(server, tmp_path / "new" / "folder")
    train = np.concatenate([batches[name] for name in TRAIN])
    np.testing.assert_array_equal(data.y_train, train[:, 0])
    np.testing.assert_array_equal(data.X_train[:, :3072], (train[:, 1:] / 255).astype(np.float32))
    np.testing.assert_array_equal(data.X_train[:, 3072], 1)
    np.testing.assert_array_equal(data.y_test, batches[TEST[0]][:, 0])
    assert data.X_train.dtype == np.float32 and data.y_train.dtype == np.int64
    assert type(data) is type(digits())


def test_a_picture_has_three_planes_in_row_order(server, batches, tmp_path):
    X = get(server, tmp_path, images=True, dtype=np.float64).X_test
    first = batches[TEST[0]][0]
    assert X.shape == (20, 3, 32, 32) and X.dtype == np.float64
    assert X[0, 2, 5, 9] == first[1 + 2 * 1024 + 5 * 32 + 9] / 255  # blue, row 5, column 9
    assert get(server, tmp_path, bias=False).X_test.shape == (20, 3072)


def test_the_second_call_asks_nobody_and_nothing_else_is_written(server, tmp_path):
    get(server, tmp_path / "root")
    get(server, tmp_path / "root")
    assert server.requests == [0]
    assert left(tmp_path) == ["root"] and left(tmp_path / "root") == WHOLE


def test_a_connection_that_breaks_off_is_taken_up_where_it_stopped(server, tmp_path):
    server.behave = breaks_off
    get(server, tmp_path)
    assert server.requests == list(range(0, len(server.content), 100_000))
    assert left(tmp_path) == WHOLE


def test_a_later_call_goes_on_with_what_an_earlier_one_left(server, tmp_path):
    (tmp_path / PART[0]).write_bytes(server.content[:123_456])
    get(server, tmp_path)
    assert server.requests == [123_456]


def test_a_part_that_was_whole_already_is_taken(server, tmp_path):
    (tmp_path / PART[0]).write_bytes(server.content)
    get(server, tmp_path)
    assert server.requests == [len(server.content)] and left(tmp_path) == WHOLE


def test_what_was_left_may_be_damaged_and_is_then_fetched_anew(server, tmp_path):
    (tmp_path / PART[0]).write_bytes(b"rubbish" * 1000)
    get(server, tmp_path)
    assert server.requests == [7000, 0]


def test_a_part_longer_than_the_file_is_fetched_anew(server, tmp_path):
    (tmp_path / PART[0]).write_bytes(server.content + b"more")
    get(server, tmp_path)
    assert server.requests == [len(server.content) + 4, 0]


def test_a_server_that_ignores_range_sends_everything_once_more(server, tmp_path):
    (tmp_path / PART[0]).write_bytes(server.content[:5000])
    server.behave = deaf_to_range
    get(server, tmp_path)
    assert server.requests == [5000] and left(tmp_path) == WHOLE


def test_a_server_that_never_gets_further_is_given_up(server, tmp_path):
    server.behave = deaf_and_breaks_off
    with pytest.raises(
        ConnectionError, match=r"broke off after 100000 of \d+ bytes.*run this again \(the 0.1 MB that came are kept\)"
    ):
        get(server, tmp_path)
    assert server.requests == [0, 100_000] and left(tmp_path) == PART
    server.behave = honest
    get(server, tmp_path)
    assert server.requests[2:] == [100_000]


def test_a_piece_that_was_not_asked_for_is_not_put_in(server, tmp_path):
    (tmp_path / PART[0]).write_bytes(server.content[:5000])
    server.behave = wrong_piece
    with pytest.raises(ConnectionError, match="another piece than the one asked for"):
        get(server, tmp_path)
    assert left(tmp_path) == []


@pytest.mark.parametrize("status", [404, 403, 500, 503])
def test_a_refusal_is_one_sentence_with_what_to_do(server, tmp_path, status):
    server.behave = refuses(status)
    with pytest.raises(ConnectionError) as caught:
        get(server, tmp_path)
    said = str(caught.value)
    assert f"({status} " in said and server.url in said and str(tmp_path) in said and 'load("digits")' in said
    assert "\n" not in said and left(tmp_path) == [] and len(server.requests) == 1


def test_no_network_is_one_sentence_with_what_to_do(tmp_path):
    gone = Server(b"")
    gone.stop()
    with pytest.raises(ConnectionError, match="could not be downloaded .*refused.*: check the connection"):
        get(gone, tmp_path)


def test_a_name_that_no_network_knows_says_the_same(tmp_path):
    with pytest.raises(ConnectionError, match="check the connection"):
        cifar10(root=tmp_path, url="http://nowhere.invalid/file", sha256="0" * 64)


def test_a_file_with_another_checksum_is_refused_and_not_kept(server, tmp_path):
    with pytest.raises(ConnectionError, match="gave another file than the one expected"):
        cifar10(root=tmp_path, url=server.url, sha256="0" * 64)
    assert server.requests == [0] and left(tmp_path) == []


@pytest.mark.parametrize(
    "damage",
    [
        lambda b: b[: len(b) // 2],
        lambda b: b[:1000] + bytes([b[1000] ^ 1]) + b[1001:],
        lambda b: b"",
        lambda b: b + b"\0",
    ],
)
def test_a_damaged_file_on_the_disk_is_found_and_replaced(server, small, tmp_path, damage):
    (tmp_path / WHOLE[0]).write_bytes(damage(small))
    get(server, tmp_path)
    assert server.requests == [0] and (tmp_path / WHOLE[0]).read_bytes() == small


def test_a_damaged_file_stays_until_its_replacement_is_whole(server, tmp_path):
    (tmp_path / WHOLE[0]).write_bytes(b"damaged")
    server.behave = refuses(404)
    with pytest.raises(ConnectionError):
        get(server, tmp_path)
    assert (tmp_path / WHOLE[0]).read_bytes() == b"damaged"


def test_a_url_of_another_kind_is_refused(tmp_path):
    (tmp_path / "secret").write_text("x")
    with pytest.raises(ValueError, match="must begin with http"):
        fetch(f"file://{tmp_path}/secret", tmp_path / "copy", "0" * 64)


@pytest.mark.parametrize("url", ["http://[", "http://" + "a" * 100])
def test_a_url_that_no_address_can_be_read_from_is_named(tmp_path, url):
    with pytest.raises(ValueError, match=r"^url must be an address that can be asked, got 'http://.*\)$"):
        fetch(url, tmp_path / "copy", "0" * 64)


@pytest.mark.parametrize(
    "make_bad",
    [
        lambda folder: Path("/proc/nowhere/x"),
        lambda folder: folder / "file" / "x",  # below a file
        lambda folder: folder / "taken",  # taken.part is a folder
    ],
)
def test_a_path_that_cannot_be_written_is_named(server, tmp_path, make_bad):
    (tmp_path / "file").write_text("x")
    (tmp_path / "taken.part").mkdir()
    path = make_bad(tmp_path)
    with pytest.raises(ValueError) as caught:
        fetch(server.url, path, sha256(server.content))
    start = f"path must be a file that can be read and written, got {str(path)!r} ("
    assert str(caught.value).startswith(start) and "\n" not in str(caught.value)
    assert left(tmp_path) == ["file", "taken.part"]


@pytest.mark.parametrize("path", [3, None, "", "/"])
def test_a_path_that_is_no_files_is_named(path):
    with pytest.raises(ValueError) as caught:
        fetch("http://nowhere.invalid/file", path, "0" * 64)
    assert str(caught.value) == f"path must be that of a file, got {path!r}"


def test_a_root_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("x")
    for root in (3, None, "/proc/nowhere", str(tmp_path / "file")):
        with pytest.raises(ValueError) as caught:
            cifar10(root=root, url="http://nowhere.invalid/file")
        said = str(caught.value)
        assert said.startswith(f"root must be a folder that can be written, got {root!r:.60} (") and "\n" not in said


def test_what_the_system_says_of_the_network_is_not_held_against_the_path(server, tmp_path, monkeypatch):
    def unreachable(self, size):
        raise OSError(113, "No route to host")

    monkeypatch.setattr(http.client.HTTPResponse, "read", unreachable)
    with pytest.raises(ConnectionError, match=r"could not be downloaded \(No route to host\): check the connection"):
        get(server, tmp_path)


@pytest.mark.parametrize("checksum", [None, "abc", "x" * 64])
def test_a_checksum_of_another_form_is_named(tmp_path, checksum):
    with pytest.raises(ValueError) as caught:
        fetch("http://nowhere.invalid/file", tmp_path / "x", checksum)
    assert str(caught.value) == f"sha256 must be 64 hexadecimal digits, got {checksum!r:.60}"


@pytest.mark.parametrize("timeout", [0, -1, None, "long"])
def test_a_bad_timeout_is_named(tmp_path, timeout):
    with pytest.raises(ValueError) as caught:
        fetch("http://nowhere.invalid/file", tmp_path / "x", "0" * 64, timeout)
    assert str(caught.value) == f"timeout must be a finite number above 0, got {timeout!r}"


def test_checksum_is_the_sha256(tmp_path):
    (tmp_path / "abc").write_bytes(b"abc")
    assert (
        checksum(tmp_path / "abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    )  # FIPS 180-2, B.1


@pytest.mark.parametrize("dtype", [np.uint8, "a", "broad", complex, 3, "f4,f4"])
def test_a_dtype_that_is_not_floating_is_refused(tmp_path, dtype):
    with pytest.raises(ValueError) as caught:
        cifar10(root=tmp_path, dtype=dtype)
    assert str(caught.value) == f"dtype must be floating, such as numpy.float32, got {dtype!r}"


@pytest.mark.parametrize(
    "change, problem",
    [
        (lambda m: {**m, TRAIN[2]: m[TRAIN[2]][:-1]}, "data_batch_3.bin has .* bytes, not a multiple of 3073"),
        (lambda m: {**m, TEST[0]: b""}, "test_batch.bin has 0 bytes"),
        (lambda m: {**m, TEST[0]: b"\x0a" + m[TEST[0]][1:]}, "test_batch.bin holds a label 10"),
        (lambda m: {name: m[name] for name in TRAIN}, "lacks cifar-10-batches-bin/test_batch.bin"),
    ],
)
def test_an_archive_of_another_form_is_named(batches, tmp_path, change, problem):
    members = {name: batch.tobytes() for name, batch in batches.items()}
    (tmp_path / "a.tar.gz").write_bytes(archive_bytes(change(members)))
    with pytest.raises(ValueError, match=f"a.tar.gz is no CIFAR-10 archive: .*{problem}"):
        read_archive(tmp_path / "a.tar.gz")


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE, tarfile.CHRTYPE])
def test_a_member_that_is_no_plain_file_is_refused(tmp_path, kind):
    (tmp_path / "a.tar.gz").write_bytes(archive_bytes({TEST[0]: b""}, kind))
    with pytest.raises(ValueError, match="is not a plain file"):
        read_archive(tmp_path / "a.tar.gz")


@pytest.mark.parametrize("content", [b"", b"not gzip at all", b"\x1f\x8b\x08\x00" + bytes(100)])
def test_what_is_no_archive_is_named(tmp_path, content):
    (tmp_path / "a.tar.gz").write_bytes(content)
    with pytest.raises(ValueError, match="is no CIFAR-10 archive"):
        read_archive(tmp_path / "a.tar.gz")


def test_half_an_archive_is_named(small, tmp_path):
    (tmp_path / "a.tar.gz").write_bytes(small[: len(small) // 2])
    with pytest.raises(ValueError, match="is no CIFAR-10 archive"):
        read_archive(tmp_path / "a.tar.gz")
