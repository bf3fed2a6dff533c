"""The repository's address and branch: read from the one place where they stand (pyproject.toml), found and rewritten in every copy.

python tools/repository.py                                    lists every copy
python tools/repository.py https://github.com/you/your-fork   points them all at your fork; a second argument is the
branch
"""

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
ADDRESS = re.compile(r"https://github\.com/([\w.-]+)/([\w.-]+)")


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
    """Every way in which the address is written, without and with the branch; the first that fits is the one that counts."""
    path = f"{repo.owner}/{repo.name}"
    return {
        f"git+{repo.url}@{repo.branch}": "git+{url}@{branch}",  # the install cell
        f"colab.research.google.com/github/{path}/blob/{repo.branch}": "colab.research.google.com/github/{owner}/{name}/blob/{branch}",
        f"{repo.url}/blob/{repo.branch}": "{url}/blob/{branch}",
        f"{repo.url}/tree/{repo.branch}": "{url}/tree/{branch}",
        f"branch: {repo.branch}": "branch: {branch}",  # _config.yml
        f'branch = "{repo.branch}"': 'branch = "{branch}"',  # pyproject.toml
        f"branches: [{repo.branch}]": "branches: [{branch}]",  # the workflows
        f"{repo.owner}.github.io/{repo.name}": "{owner}.github.io/{name}",  # the site
        f"github.com/{path}": "github.com/{owner}/{name}",
    }


def texts(root=ROOT):
    """The files that hold copies: the notebooks, the texts and the settings, as (path, text). No program holds one."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=root, capture_output=True, text=True
    )
    names = (
        listed.stdout.split("\n")
        if listed.returncode == 0
        else [str(p.relative_to(root)) for p in root.rglob("*") if p.is_file()]
    )
    for name in sorted(names):
        if (
            name.endswith((".ipynb", ".md", ".yml", ".yaml", ".toml", ".cfg", ".html", ".svg"))
            and (root / name).is_file()
        ):
            yield root / name, (root / name).read_text("utf8")


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
