"""The programs that rejig is compared with: where they are and of which version. `make deps-bench` installs them."""
import glob
import os
import platform
import re
import shutil
import subprocess

FOLDER = os.path.join("build", "bench")
PYTHON = os.path.join(FOLDER, "venv", "bin", "python")
NATIVE = os.path.join(FOLDER, "peers")  # peers.cc

SAME_LANGUAGE = ("qj", "zq", "jaq", "jq")  # jq's language, compared statement by statement

# The program inside zq's Python package: the command that the package installs would start Python first.
ZQ = glob.glob(os.path.join(FOLDER, "venv", "lib", "python*", "site-packages", "zq_json", "_bin", "zq"))

PROGRAMS = {
    "qj": os.path.join(FOLDER, "cargo", "bin", "qj"),
    "zq": ZQ[0] if ZQ else "zq",
    "jaq": os.path.join(FOLDER, "cargo", "bin", "jaq"),
    "jq": "jq",
    "gojq": "gojq",
    "Miller": "mlr",
}
MODULES = {"orjson": "orjson", "DuckDB": "duckdb", "Polars": "polars"}


def first_line(*argv):
    """The first line that a program prints, or None where it is not there."""
    if not shutil.which(argv[0]):
        return None
    said = subprocess.run(argv, capture_output=True, text=True, check=False)
    return (said.stdout or said.stderr).strip().partition("\n")[0]


def number(text):
    """The version in a line such as 'gojq 0.12.11 (rev: HEAD/go1.19.5)'."""
    found = re.search(r"\d+(\.\d+)+", text or "")
    return found and found.group()


def module_version(name):
    if not os.path.exists(PYTHON):
        return None
    said = subprocess.run([PYTHON, "-c", f"import {name}; print({name}.__version__)"],
                          capture_output=True, text=True, check=False)
    return said.stdout.strip() or None


def versions():
    """Version of each peer, None where it is not installed."""
    return {**{name: number(first_line(path, "--version")) for name, path in PROGRAMS.items()},
            "Python": platform.python_version(),
            **{name: module_version(module) for name, module in MODULES.items()}}
