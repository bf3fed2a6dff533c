"""Runs every chapter alone, the way Colab does: an empty folder, a fresh machine, lecopt from the chapter's own cell.

    .venv/bin/python tests/colab.py                               every chapter
    .venv/bin/python tests/colab.py book/rules/momentum.ipynb     this one

The machine has Colab's versions. The address in the install cell leads to a snapshot of this checkout (git's
insteadOf), so the very cell runs and nothing is fetched from the repository's host. A chapter passes when no cell fails
and nothing that Colab has was up- or downgraded. Chapters that use torch run on the Python that runs this program,
where torch is known to be had; the others on Python 3.13, Colab's own, where there is one.
"""

import glob
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tools"))
import notebook as tool
from repository import ROOT, files, repository

COLAB = [
    "numpy==2.1.3",
    "scipy==1.16.3",
    "sympy==1.14.0",
    "scikit-learn==1.6.1",
    "matplotlib==3.10.0",
    "ipython==7.34.0",
    "ipykernel==6.17.1",
    "ipywidgets==7.7.1",
    "traitlets==5.7.1",
    "anywidget==0.9.21",
    "tqdm==4.67.1",
    "setuptools",
    "wheel",
]
TORCH = "torch==2.13.0"
MACHINES = ROOT / "_build" / "colab"
CELL_LIMIT = 180  # seconds


def output(*command, **options):
    """What a command prints; an error with all it said when it fails."""
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, stdin=subprocess.DEVNULL, **options)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}\n{done.stdout}{done.stderr}")
    return done.stdout.strip()


def colab_python():
    """Python 3.13 where there is one, else the Python that runs this."""
    pyenv = sorted(glob.glob(os.path.expanduser("~/.pyenv/versions/3.13.*/bin/python3.13")))
    for candidate in filter(None, [shutil.which("python3.13"), *pyenv]):
        if subprocess.run([candidate, "-c", "import venv, ensurepip"], capture_output=True).returncode == 0:
            return candidate
    return sys.executable


def machine(python, packages):
    """The Python of an environment with these packages, made once and kept."""
    version = output(python, "-c", "import platform; print(platform.python_version())")
    folder = MACHINES / f"{version}-{hashlib.sha256(repr(packages).encode()).hexdigest()[:8]}"
    if not (folder / "ready").exists():
        print(f"Making a machine like Colab's with Python {version} (once)", flush=True)
        shutil.rmtree(folder, ignore_errors=True)
        output(python, "-m", "venv", folder)
        output(folder / "bin/python", "-m", "pip", "install", "-qq", *packages)
        (folder / "ready").touch()
    print(f"Python {version}: {', '.join(packages)}", flush=True)
    return folder / "bin/python"


def fresh(base, folder):
    """A new environment that sees what `base` holds and installs beside it: Colab's machine again, at no cost."""
    output(base, "-m", "venv", "--without-pip", folder)
    code = "import sysconfig; print(sysconfig.get_path('purelib'))"
    theirs, ours = (output(python, "-c", code) for python in (base, folder / "bin/python"))
    Path(ours, "colab.pth").write_text(theirs + "\n")
    return folder / "bin/python"


def installed(python):
    """{package: version}, as Python finds them: of two the first on the path counts."""
    code = (
        "import importlib.metadata as m, json\n"
        "print(json.dumps({d.name.lower(): d.version for d in reversed(list(m.distributions()))}))"
    )
    return json.loads(output(python, "-c", code))


def changes(before, after):
    """What was up- or downgraded, as sentences; new packages are none."""
    return [
        f"{name} was {version} and is now {after.get(name, 'gone')}"
        for name, version in before.items()
        if after.get(name) != version
    ]


def snapshot(folder):
    """A git repository that holds the checkout as it is now, uncommitted work included."""
    for path in files():
        copy = folder / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, copy)
    output("git", "init", "-q", "-b", repository().branch, cwd=folder)
    output("git", "add", "-A", cwd=folder)
    output("git", "-c", "user.name=lecopt", "-c", "user.email=", "commit", "-q", "-m", "The checkout", cwd=folder)
    return folder


def execute(path, python, folder, source):
    """Run a chapter's cells in an empty folder; returns what went wrong, or None."""
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellControlSignal, DeadKernelError

    name, content = f"colab-{folder.name.lower()}", folder / "content"
    content.mkdir()
    kernel = Path(os.environ["JUPYTER_PATH"], "kernels", name)
    kernel.mkdir(parents=True)
    (kernel / "kernel.json").write_text(
        json.dumps(
            {
                "argv": [str(python), "-m", "ipykernel_launcher", "-f", "{connection_file}"],
                "display_name": name,
                "language": "python",
                "env": {
                    "GIT_CONFIG_COUNT": "1",
                    "GIT_CONFIG_KEY_0": f"url.{source.as_uri()}.insteadOf",
                    "GIT_CONFIG_VALUE_0": repository().url,
                    "PIP_NO_BUILD_ISOLATION": "0",  # pip's word for: build with the setuptools that is there
                    "PYTHONPATH": "",
                    "IPYTHONDIR": str(folder / "ipython"),
                    "OMP_NUM_THREADS": "1",
                },
            }
        )
    )
    try:
        NotebookClient(
            nbformat.read(path, as_version=4),
            kernel_name=name,
            timeout=CELL_LIMIT,
            resources={"metadata": {"path": str(content)}},
        ).execute()
    except (CellControlSignal, DeadKernelError) as error:
        return re.sub(r"\x1b\[[0-9;]*m", "", str(error)).strip()


def faults(path, base, source):
    """Run one chapter on a fresh machine and say how it went; returns the number of faults found, as sentences."""
    start = time.time()
    with tempfile.TemporaryDirectory(prefix="colab-") as temporary:
        folder = Path(temporary)
        python = fresh(base, folder / "machine")
        before = installed(python)
        error = execute(path, python, folder, source)
        after = installed(python)
    found = (
        [error] * bool(error)
        + changes(before, after)
        + ["the install cell did not install lecopt"] * ("lecopt" not in after)
    )
    new = sorted(set(after) - set(before) - {"lecopt"})
    name = f"{path.relative_to(ROOT)}{f' (brought {new})' if new else ''}"
    head = f"{'FAILED' if found else 'passed'} {time.time() - start:4.0f} s  {name}"
    print(head, *found, sep="\n    ", flush=True)
    return found


def uses_torch(path):
    return any(
        re.search(r"^\s*(import|from) torch\b", cell["source"], re.M)
        for cell in tool.read(path)
        if cell["cell_type"] == "code"
    )


def main(names):
    paths, start = [Path(name).resolve() for name in names] or tool.notebooks(), time.time()
    with_torch = {path for path in paths if uses_torch(path)}
    bases = dict.fromkeys(paths)
    if set(paths) - with_torch:
        plain = machine(colab_python(), COLAB)
        bases |= dict.fromkeys(set(paths) - with_torch, plain)
    if with_torch:
        torch = machine(sys.executable, COLAB + [TORCH])
        bases |= dict.fromkeys(with_torch, torch)
    with tempfile.TemporaryDirectory(prefix="colab-") as temporary, ThreadPoolExecutor(2) as pool:
        os.environ["PYDEVD_DISABLE_FILE_VALIDATION"] = "1"  # the debugger's word about frozen modules
        os.environ["JUPYTER_PATH"] = str(Path(temporary, "jupyter"))
        source = snapshot(Path(temporary, "checkout"))
        failed = sum(map(bool, pool.map(lambda path: faults(path, bases[path], source), paths)))
    print(f"{time.time() - start:.0f} s\n{len(paths) - failed} passed, {failed} failed", flush=True)
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
