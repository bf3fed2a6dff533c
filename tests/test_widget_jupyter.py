"""The race in a real JupyterLab: a slider moved in the browser is a trait that changes in Python, and the reverse."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import expect

nbformat = pytest.importorskip("nbformat")
pytest.importorskip("jupyterlab", reason="there is no JupyterLab: pip install jupyterlab")
pytestmark = pytest.mark.browser
ROOT = Path(__file__).resolve().parents[1]

SHOW = """
import json, pathlib
from lecopt.widgets import race
w = race("bowl", rules=["sgd", "adam"], lr=0.1, steps=20)
def note(_):
    state = {"hyper": w.hyper, "start": w.start, "end": w.path["sgd"][-1].tolist(), "noise": w.noise}
    pathlib.Path("seen.new").write_text(json.dumps(state)); pathlib.Path("seen.new").rename("seen.json")
w.observe(note, ["hyper", "start", "noise", "path"])
w
"""
MOVE = """
w.start = [0.5, -1.0]
w.hyper = {"sgd": {"lr": 0.05}}
"""


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """Address and folder of a JupyterLab that was started for these tests, with a notebook in it."""
    folder = tmp_path_factory.mktemp("lab")
    cells = [nbformat.v4.new_code_cell(SHOW), nbformat.v4.new_code_cell(MOVE)]
    nbformat.write(
        nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}}),
        folder / "race.ipynb",
    )
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    elsewhere = {
        name: str(folder / name.lower())
        for name in (
            "JUPYTER_CONFIG_DIR",
            "JUPYTER_DATA_DIR",
            "JUPYTER_RUNTIME_DIR",
            "IPYTHONDIR",
            "JUPYTERLAB_SETTINGS_DIR",
            "JUPYTERLAB_WORKSPACES_DIR",
        )
    }
    environment = {name: value for name, value in os.environ.items() if name != "LECOPT_SITE"}
    environment |= elsewhere | {"PYTHONPATH": str(ROOT), "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    options = [
        f"--port={port}",
        "--ip=127.0.0.1",
        "--no-browser",
        "--allow-root",
        f"--ServerApp.root_dir={folder}",
        "--IdentityProvider.token=",
        "--ServerApp.disable_check_xsrf=True",
        "--LabApp.expose_app_in_browser=True",
        "--LabApp.news_url=None",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    ]
    with open(folder / "log", "w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", *options], cwd=folder, env=environment, stdout=log, stderr=log
        )
    try:
        wait_for(lambda: answers(f"http://127.0.0.1:{port}/api"), 60)
        yield f"http://127.0.0.1:{port}", folder
    finally:
        server.terminate()
        server.wait(30)


def wait_for(what, seconds):
    """What `what` returns as soon as it is true; fails after so many seconds."""
    for _ in range(int(seconds * 10)):
        if found := what():
            return found
        time.sleep(0.1)
    pytest.fail(f"waited {seconds} s in vain")


def answers(address):
    try:
        return urllib.request.urlopen(address, timeout=5).status == 200
    except OSError:
        return False


def test_in_jupyterlab_a_slider_is_a_trait_and_a_trait_is_a_slider(lab, browser):
    address, folder = lab
    page = browser.new_page(viewport={"width": 1280, "height": 1000})
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{address}/lab/tree/race.ipynb")
    page.wait_for_function("window.jupyterapp?.shell.currentWidget?.content?.widgets?.length === 2", timeout=60_000)
    page.evaluate(
        "async () => { await jupyterapp.shell.currentWidget.sessionContext.ready; await "
        "jupyterapp.commands.execute('notebook:run-cell-and-select-next') }"
    )
    canvas = page.get_by_role("application", name="Landscape bowl")
    expect(canvas).to_be_visible(timeout=60_000)

    seen = lambda: json.loads((folder / "seen.json").read_text()) if (folder / "seen.json").exists() else {}
    page.get_by_role("button", name="sgd", exact=True).click()
    lr = page.get_by_label("lr", exact=True)
    lr.focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    moved = wait_for(lambda: (value := seen().get("hyper", {}).get("sgd", {}).get("lr", 0.1)) > 0.13 and value, 20)
    shown = float(lr.locator("xpath=../output").inner_text())
    assert shown == moved
    assert seen()["hyper"]["adam"]["lr"] == 0.1  # the other rule is left alone

    canvas.focus()
    page.keyboard.press("Shift+ArrowLeft")
    wait_for(lambda: seen().get("start", [1])[0] < 0.75, 20)
    browsers = lambda: page.evaluate(
        "[...document.querySelector('.lecopt-widget').lecopt.results.get('sgd').points].slice(-2)"
    )
    wait_for(
        lambda: seen()["end"] == pytest.approx(browsers(), rel=1e-12), 20
    )  # the path in Python is the path on the screen, once that has drawn

    page.evaluate(
        "() => { jupyterapp.shell.currentWidget.content.activeCellIndex = 1; "
        "jupyterapp.commands.execute('notebook:run-cell') }"
    )
    expect(lr.locator("xpath=../output")).to_have_text("0.05", timeout=20_000)
    wait_for(
        lambda: (
            page.evaluate("[...document.querySelector('.lecopt-widget').lecopt.results.get('sgd').points].slice(0, 2)")
            == [0.5, -1]
        ),
        20,
    )

    light = canvas.evaluate("c => c.toDataURL()")
    page.evaluate("jupyterapp.commands.execute('apputils:change-theme', { theme: 'JupyterLab Dark' })")
    wait_for(lambda: canvas.evaluate("c => c.toDataURL()") != light, 20)
    ink = "getComputedStyle(document.querySelector('.lecopt-widget')).color"
    wait_for(lambda: page.evaluate(ink) != "rgb(0, 0, 0)", 20)
    page.screenshot(path=str(folder / "dark.png"))
    assert not errors
    page.close()
