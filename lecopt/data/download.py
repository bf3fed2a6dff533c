"""Fetches a file that must have a given checksum: goes on where a download broke off, and never leaves half a file."""

import hashlib
import http.client
import os
import re
import ssl
import urllib.error
import urllib.request
from pathlib import Path

from lecopt.arguments import as_number

CHUNK = 1 << 16
NETWORK_ERRORS = (urllib.error.URLError, http.client.HTTPException, ConnectionError, TimeoutError, ssl.SSLError)


def checksum(path: str | os.PathLike) -> str:
    """The SHA-256 of a file, as 64 hexadecimal digits."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def fetch(url: str, path: str | os.PathLike, sha256: str, timeout: float = 30) -> Path:
    """The path of the file with that checksum: what lies there if it is whole, else downloaded.

    While it downloads it is path + ".part"; only a file with the right checksum gets the name. A connection that breaks
    is taken up again as long as each attempt brings something new, and so is one that an earlier call left unfinished.

    Args: url: http or https address. path: where the file belongs. sha256: its checksum. timeout: seconds without a
        byte.
    Returns: path, as a Path.
    Raises: ConnectionError, one sentence that says what to do; ValueError for a url of another kind, a path that can't
        be written, or naming another argument.
    """
    if not str(url).startswith(("http://", "https://")):
        raise ValueError(f"url must begin with http:// or https://, got {url!r}")
    if not isinstance(path, (str, os.PathLike)) or os.path.isdir(Path(path)):
        raise ValueError(f"path must be that of a file, got {path!r:.60}")
    if not re.fullmatch("[0-9a-f]{64}", str(sha256)):
        raise ValueError(f"sha256 must be 64 hexadecimal digits, got {sha256!r:.60}")
    timeout = as_number("timeout", timeout, above=0)
    try:
        return _fetched(url, Path(path), sha256, timeout)
    except ConnectionError:
        raise
    except OSError as error:
        why = error.strerror or error
        raise ValueError(f"path must be a file that can be read and written, got {str(path)!r} ({why})") from None


def _fetched(url, path, sha256, timeout):
    if path.is_file() and checksum(path) == sha256:
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    begun = part.exists()
    _complete(url, part, path, timeout)
    if begun and checksum(part) != sha256:  # what an earlier call had left may be at fault: once more, from the start
        part.unlink()
        _complete(url, part, path, timeout)
    found = checksum(part)
    if found != sha256:
        part.unlink()
        raise ConnectionError(
            f"{url} gave another file than the one expected (its sha256 is {found[:12]}…, not {sha256[:12]}…): "
            f"try again later, or put the right file at {path}"
        )
    os.replace(part, path)
    return path


def _complete(url, part, path, timeout):
    """Downloads what is missing of part, in as many attempts as each bring something new."""
    while True:
        before = _size(part)
        try:
            return _attempt(url, part, timeout)
        except NETWORK_ERRORS as error:
            if _size(part) > before:
                continue
            reason = getattr(error, "reason", None) or str(error) or type(error).__name__
            reason = f"{error.code} {reason}" if isinstance(error, urllib.error.HTTPError) else reason
            kept = f" (the {_size(part) / 1e6:.1f} MB that came are kept)" if _size(part) else ""
        raise ConnectionError(
            f"{path.name} could not be downloaded ({reason}): check the connection and run this again{kept}, "
            f"or get {url} in another way and put it at {path}"
        ) from None


def _attempt(url, part, timeout):
    """One connection: appends to part what it lacks, or begins anew where the server sends everything."""
    from tqdm import tqdm  # the bar, and nothing else here, needs it

    have = _size(part)
    headers = {"User-Agent": "lecopt", **({"Range": f"bytes={have}-"} if have else {})}
    try:
        response = urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=timeout)
    except urllib.error.HTTPError as error:
        error.close()
        if error.code == 416 and have:  # nothing comes after what we have: whether it is right the checksum will say
            return
        raise
    except ValueError as error:
        raise ValueError(f"url must be an address that can be asked, got {url!r} ({error})") from None
    with response:
        goes_on = response.status == 206
        if goes_on and not response.headers.get("Content-Range", "").startswith(f"bytes {have}-"):
            part.unlink(missing_ok=True)
            raise ConnectionError("the server sent another piece than the one asked for")
        length = response.headers.get("Content-Length")
        total = int(length) + have * goes_on if length else None
        with (
            open(part, "ab" if goes_on else "wb") as file,
            tqdm(desc=part.stem, total=total, initial=have * goes_on, unit="B", unit_scale=True, leave=False) as bar,
        ):
            for chunk in _chunks(response):
                file.write(chunk)
                bar.update(len(chunk))
    if total is not None and _size(part) < total:
        raise ConnectionError(f"the server broke off after {_size(part)} of {total} bytes")


def _chunks(response):
    """What the server sends, piece by piece; whatever the system says of the network here is no fault of the disk."""
    try:
        while chunk := response.read(CHUNK):
            yield chunk
    except OSError as error:
        raise ConnectionError(error.strerror or str(error) or type(error).__name__) from None


def _size(path):
    return path.stat().st_size if path.exists() else 0
