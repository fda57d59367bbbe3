"""Importing the measures costs next to nothing: heavy libraries come only with the calls that need them."""

import os
import subprocess
import sys

import pytest

HEAVY = ("numpy", "pandas", "scipy", "statsmodels", "sklearn", "fairlearn", "matplotlib")

IMPORT_THE_PACKAGE = "import course_lib.measures, sys; print(*sys.modules)"
IMPORT_EVERY_MODULE = """
import pkgutil, sys, time
start = time.process_time()
import course_lib.measures
for module in pkgutil.iter_modules(course_lib.measures.__path__, "course_lib.measures."):
    if not module.ispkg:
        __import__(module.name)
print(1000 * (time.process_time() - start), *sys.modules)
"""


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """Run code in a fresh interpreter that keeps its byte code, as an installed package does."""
    environment = os.environ | {"PYTHONPYCACHEPREFIX": str(tmp_path_factory.mktemp("bytecode"))}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)

    def in_fresh_interpreter(code):
        command = [sys.executable, "-W", "error", "-c", code]
        done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
        return done.stdout.split()

    return in_fresh_interpreter


@pytest.mark.parametrize("code", [IMPORT_THE_PACKAGE, IMPORT_EVERY_MODULE], ids=["package", "every module"])
def test_no_heavy_library_is_imported(run, code):
    assert not {name.split(".")[0] for name in run(code)} & set(HEAVY)


def test_all_modules_together_take_less_than_fifty_milliseconds(run):
    assert min(float(run(IMPORT_EVERY_MODULE)[0]) for _ in range(5)) < 50


@pytest.mark.parametrize(
    ("call", "library"),
    [
        ("intervals.newcombe_interval(28, 1000, 14, 1000)", "numpy"),
        ("significance.benjamini_hochberg([0.01, 0.2])", "numpy"),
        ("sample_size.sample_size_two_proportions(0.03, 0.035)", "numpy"),
        ("fairness.selection_rate_ratio(1, 2, reference_selected=1, reference_total=2)", "numpy"),
        ("classification.confusion_counts([0, 1], [1, 1])", "scipy"),
        ("calibration.brier_score([0, 1], [0.2, 0.7])", "scipy"),
        ("drift.population_stability_index([1, 2], [2, 1])", "scipy"),
        ("drift.stability_noise_quantile(500, 500)", "scipy.stats"),
        ("distances.jensen_shannon_distance([1, 2], [2, 1], base=2)", "scipy.stats"),
    ],
)
def test_a_call_does_without_a_heavier_library(run, call, library):
    module = call.split(".")[0]
    assert library not in run(f"import sys\nfrom course_lib.measures import {module}\n{call}\nprint(*sys.modules)")
