"""Builds the book: runs the chapters that changed, two at a time, then makes the pages.

    python book/_site/build.py            what changed
    python book/_site/build.py --force    everything, from nothing

Anything wrong ends with a non-zero exit.
"""

import argparse
import hashlib
import os
import re
import shutil
import sys
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from urllib.parse import urlsplit

import nbformat
import yaml
from jupyter_book.sphinx import build_sphinx
from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn
from jupyter_cache.executors.utils import single_nb_execution
from sphinx_external_toc.parsing import parse_toc_yaml

ROOT = Path(__file__).resolve().parents[2]
TIMEOUT = 120  # seconds a cell
ANSI = re.compile(r"\x1b\[[0-9;]*m")


def fingerprint(root, folders, suffixes=None):
    """A hash of all files (or those with a suffix) under what is named, and of the Python that runs them."""
    digest = hashlib.sha256(sys.version.encode())
    for folder in folders:
        base = root / folder
        for path in [base] if base.is_file() else sorted(base.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts and (suffixes is None or path.suffix in suffixes):
                digest.update(f"{path.relative_to(root)}\0".encode() + path.read_bytes() + b"\0")
    return digest.hexdigest()


def colab(root):
    """The address under which Colab opens the chapters; an exercise that nobody attempted links to its own."""
    config = yaml.safe_load((root / "_config.yml").read_text("utf8"))
    repository = config["repository"]
    path = urlsplit(repository["url"]).path
    opener = f"{config['launch_buttons']['colab_url']}/github{path}"
    return f"{opener}/blob/{repository['branch']}/{repository['path_to_book']}"


def chapters(root):
    """The notebooks that the table of contents names."""
    names = list(parse_toc_yaml(root / "_toc.yml"))
    return [path for path in (root / f"book/{name.removesuffix('.ipynb')}.ipynb" for name in names) if path.exists()]


def fresh_cache(root, build):
    """The cache of executed chapters, emptied when lecopt's code or the pinned packages changed."""
    code, folder = fingerprint(root, ["lecopt", "requirements.txt"], {".py", ".txt"}), build / "executed"
    stamp = folder / "code.sha256"
    if folder.exists() and (not stamp.exists() or stamp.read_text() != code):
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    stamp.write_text(code)
    return get_cache(folder)


def execute(root, cache):
    """Run every chapter that isn't in the cache; returns a sentence with the traceback for each that failed."""
    waiting = {}
    for path in chapters(root):
        notebook = nbformat.read(path, nbformat.NO_CONVERT)
        try:
            cache.match_cache_notebook(notebook)
        except KeyError:
            waiting[path] = notebook
    if not waiting:
        return []
    failures, workers = [], max(1, min(4, os.cpu_count() or 1, len(waiting)))
    say(f"Running {len(waiting)} chapter{'s' * (len(waiting) > 1)}, {workers} at a time")
    with ThreadPoolExecutor(workers) as pool:
        runs = {
            pool.submit(
                single_nb_execution,
                notebook,
                str(path.parent),
                TIMEOUT,
                False,
                False,
                extra_arguments=["--log-level=ERROR"],
            ): path
            for path, notebook in waiting.items()
        }
        for count, run in enumerate(as_completed(runs), 1):
            path = runs[run]
            error = run.exception() or run.result().err  # a kernel that died, or a cell that failed
            name = path.relative_to(root / "book").with_suffix("")
            say(f"  {count:2}/{len(runs)}  {name}  {'FAILED' if error else f'{run.result().time:.1f} s'}")
            if error:
                failures.append(f"{path.relative_to(root)} failed:\n{ANSI.sub('', str(error)).strip()}")
            else:
                bundle = CacheBundleIn(run.result().nb, str(path), data={"execution_seconds": run.result().time})
                cache.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)
    return failures


def make_pages(root, build):
    """Sphinx, strict: True when there was neither an error nor a warning."""
    overrides = {
        "external_toc_path": str(root / "_toc.yml"),
        "latex_individualpages": False,
        "nb_execution_cache_path": str(build / "executed"),
    }
    status = build_sphinx(
        root / "book",
        build / "html",
        noconfig=True,
        path_config=root / "_config.yml",
        confoverrides=overrides,
        doctreedir=build / "doctrees",
        warningiserror=True,
        keep_going=True,
        freshenv=True,
        quiet=True,
    )
    return status == 0


def main(root=ROOT, force=False):
    """Build the book of `root` into root/_build; returns the exit code."""
    start, build = time.time(), root / "_build"
    if force:
        shutil.rmtree(build, ignore_errors=True)
    os.environ |= {
        "LECOPT_SITE": "1",
        "LECOPT_COLAB": colab(root),
        "TQDM_DISABLE": "1",
        "OMP_NUM_THREADS": "1",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        "PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")])),
    }
    site = fingerprint(root, ["book", "lecopt", "_config.yml", "_toc.yml", "requirements.txt"])
    stamp, page = build / "site.sha256", build / "html/index.html"
    if page.exists() and stamp.exists() and stamp.read_text() == site:
        say("Nothing has changed since the last build.")
    else:
        stamp.unlink(missing_ok=True)
        failures = execute(root, fresh_cache(root, build))
        if failures:
            say("\n\n".join(["", *failures, f"The book was not built: {len(failures)} of its chapters failed."]))
            return 1
        shutil.rmtree(build / "html", ignore_errors=True)
        say("Making the pages")
        if not make_pages(root, build):
            say("The book was not built: see the warnings above. Each of them counts as an error.")
            return 1
        stamp.write_text(site)
    say(f"The book is ready ({time.time() - start:.0f} s). Open it in a browser:\n  {page.as_uri()}")
    return 0


def say(text):
    print(text, flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Build the book.")
    parser.add_argument("--force", action="store_true", help="run every chapter and make every page again")
    sys.exit(main(force=parser.parse_args().force))
