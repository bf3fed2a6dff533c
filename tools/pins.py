"""Writes requirements.txt: the pins asked for, each with its reason, then exactly what they bring along.

    .venv/bin/python tools/pins.py        after a version was changed or a line added in the upper part, and installed

What they bring along is read from this environment.
"""

import importlib.metadata as metadata
import re
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

FILE = Path(__file__).resolve().parents[1] / "requirements.txt"
BELOW = "# What these bring along (written by tools/pins.py):"
COLUMN = 32  # where the reasons begin
PIN = re.compile(r"^([\w.-]+)==([\w.]+)( *)", re.M)


def version(name):
    """The installed version, without the local part that names a build (2.13.0+cpu is 2.13.0)."""
    return metadata.version(name).partition("+")[0]


def closure(names):
    """Every package that these need here, extras included: {canonical name: version}."""
    found, waiting = {}, [Requirement(name) for name in names]
    while waiting:
        wanted = waiting.pop()
        key = canonicalize_name(wanted.name), frozenset(wanted.extras)
        if key in found:
            continue
        found[key] = version(wanted.name)
        for needed in map(Requirement, metadata.requires(wanted.name) or []):
            if needed.marker is None or any(needed.marker.evaluate({"extra": extra}) for extra in {"", *wanted.extras}):
                waiting.append(needed)
    return {name: number for (name, _), number in found.items()}


def pins(text):
    """{canonical name: version} of every pin in a requirements text."""
    return {canonicalize_name(name): number for name, number, _ in PIN.findall(text)}


def split(text):
    """The upper part, written by hand, and the pins below it."""
    upper, _, lower = text.partition(BELOW)
    return upper, lower


def written(text):
    """requirements.txt as it should be: the upper part with the installed versions, the lower part anew."""
    upper, _ = split(text)
    upper = PIN.sub(lambda match: f"{match[1]}=={version(match[1])}".ljust(len(match[3]) and COLUMN), upper)
    direct = pins(upper)
    brought = {name: number for name, number in closure(direct).items() if name not in direct}
    return upper + BELOW + "\n" + "".join(f"{name}=={number}\n" for name, number in sorted(brought.items()))


if __name__ == "__main__":
    text = written(FILE.read_text("utf8"))
    FILE.write_text(text, "utf8")
    print(f"{len(pins(text))} pins written")
