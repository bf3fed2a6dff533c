"""The repository's address and branch: read from pyproject.toml, found and rewritten in every copy.

    python tools/repository.py                                    lists every copy
    python tools/repository.py https://github.com/you/your-fork   points them all at your fork

A second argument is the branch.
"""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from fnmatch import fnmatch
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
ADDRESS = re.compile(r"https://github\.com/([\w.-]+)/([\w.-]+)")
HOLDERS = (".ipynb", ".md", ".yml", ".yaml", ".toml", ".cfg", ".html", ".svg")


class Repository(NamedTuple):
    url: str
    branch: str

    @property
    def owner(self):
        return ADDRESS.fullmatch(self.url)[1]

    @property
    def name(self):
        return ADDRESS.fullmatch(self.url)[2]


def repository(root=ROOT):
    """The address and branch that pyproject.toml states."""
    project = tomllib.loads((root / "pyproject.toml").read_text("utf8"))
    return Repository(project["project"]["urls"]["Repository"], project["tool"]["lecopt"]["branch"])


def forms(repo):
    """Every way in which the address is written, without and with the branch; the first that fits counts."""
    path, colab = f"{repo.owner}/{repo.name}", "colab.research.google.com/github"
    return {
        f"git+{repo.url}@{repo.branch}": "git+{url}@{branch}",  # the install cell
        f"{colab}/{path}/blob/{repo.branch}": f"{colab}/{{owner}}/{{name}}/blob/{{branch}}",
        f"{repo.url}/blob/{repo.branch}": "{url}/blob/{branch}",
        f"{repo.url}/tree/{repo.branch}": "{url}/tree/{branch}",
        f"branch: {repo.branch}": "branch: {branch}",  # _config.yml
        f'branch = "{repo.branch}"': 'branch = "{branch}"',  # pyproject.toml
        f"branches: [{repo.branch}]": "branches: [{branch}]",  # the workflows
        f"{repo.owner}.github.io/{repo.name}": "{owner}.github.io/{name}",  # the site
        f"github.com/{path}": "github.com/{owner}/{name}",
    }


def files(root=ROOT, new=True):
    """The repository's files, sorted, with the new ones that git doesn't know yet; without git, all but the ignored."""
    command = ["git", "ls-files", "-z", "--cached", *["--others", "--exclude-standard"] * new]
    listed = subprocess.run(command, cwd=root, capture_output=True, text=True) if shutil.which("git") else None
    if listed and listed.returncode == 0:
        paths = {root / name for name in listed.stdout.split("\0") if name}
    else:
        paths = walked(root)
    return sorted(path for path in paths if path.is_file())


def walked(root):
    """Every file that .gitignore does not speak of; each of its lines is the name of a file or a folder."""
    lines = (root / ".gitignore").read_text("utf8").split() if (root / ".gitignore").is_file() else []
    unwanted = [".git", *(line.rstrip("/") for line in lines)]
    for folder, folders, names in os.walk(root):
        anchor = "/" if Path(folder) == root else "//"  # a line such as /data/ speaks of the uppermost folder only
        known = [n for n in [*folders, *names] if not any(fnmatch(n, u) or anchor + n == u for u in unwanted)]
        folders[:] = [name for name in folders if name in known]
        yield from (Path(folder, name) for name in names if name in known)


def texts(root=ROOT):
    """The files that hold copies: the notebooks, the texts and the settings, as (path, text). No program holds one."""
    for path in files(root):
        if path.name.endswith(HOLDERS):
            yield path, path.read_text("utf8")


def copies(root=ROOT):
    """Where the address or the branch stands: [(path, line number, text found)]."""
    pattern = re.compile("|".join(rf"(?<![\w.-]){re.escape(form)}(?![\w-])" for form in forms(repository(root))))
    return [
        (path, number, found)
        for path, text in texts(root)
        for number, line in enumerate(text.split("\n"), 1)
        for found in pattern.findall(line)
    ]


def rewritten(text, old, new):
    """`text` with every form of the old address in the new one's place."""
    table = forms(old)
    values = {"url": new.url, "branch": new.branch, "owner": new.owner, "name": new.name}
    pattern = re.compile("|".join(rf"(?<![\w.-]){re.escape(form)}(?![\w-])" for form in table))
    return pattern.sub(lambda match: table[match[0]].format(**values), text)


def move(new, root=ROOT):
    """Point every copy at `new`; returns the paths that changed."""
    old, changed = repository(root), []
    for path, text in texts(root):
        fresh = rewritten(text, old, new)
        if fresh != text:
            path.write_text(fresh, "utf8")
            changed.append(path)
    return changed


def main(arguments):
    if not arguments:
        for path, number, found in copies():
            print(f"{path.relative_to(ROOT)}:{number}: {found}")
        return
    url = arguments[0].removesuffix("/").removesuffix(".git")
    if not ADDRESS.fullmatch(url):
        sys.exit(f"The address must look like https://github.com/you/name, got {arguments[0]}")
    changed = move(Repository(url, arguments[1] if len(arguments) > 1 else repository().branch))
    print(f"{len(changed)} files now point at {url}")


if __name__ == "__main__":
    main(sys.argv[1:])
