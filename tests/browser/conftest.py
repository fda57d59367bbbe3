"""A JupyterLab and Debian's Chromium for the whole run; a window of its own, and a learner, for every test."""

import os
import re
import shutil
from pathlib import Path

import pytest

from tests.browser.panel import Window
from tests.browser.server import running_lab

HERE = Path(__file__).parent
_CHROMIUM = shutil.which("chromium")


def pytest_collection_modifyitems(items):
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)
            if not _CHROMIUM:
                item.add_marker(pytest.mark.skip("Chromium is not installed on this machine: apt install chromium"))


@pytest.fixture(scope="session")
def lab(tmp_path_factory):
    with running_lab(tmp_path_factory.mktemp("lab")) as running:
        yield running


@pytest.fixture(scope="session")
def chromium():
    from playwright.sync_api import sync_playwright

    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_CHROMIUM, args=as_root)
        yield browser
        browser.close()


@pytest.fixture
def window(lab, chromium, request):
    """Open windows on JupyterLab, each as on another computer; they are closed, and their kernels stopped."""
    contexts, pictures = [], os.environ.get("CLOSED_LOOP_SCREENSHOTS")

    def open_window(width=1280, height=1500):
        contexts.append(chromium.new_context(viewport={"width": width, "height": height}))
        contexts[-1].set_default_timeout(20_000)
        name = re.sub(r"\W+", "-", f"{request.node.name}-{len(contexts)}")
        return Window(contexts[-1].new_page(), lab, name, Path(pictures) if pictures else None)

    yield open_window
    for context in contexts:
        context.close()
    lab.stop_kernels()
