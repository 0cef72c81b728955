"""What the figures were taken on and with: the machine, the programs and their versions."""
import json
import os
import platform
import re
import shutil
import subprocess


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


def node_package(folder, name):
    path = os.path.join(folder, "node_modules", name, "package.json")
    if not (shutil.which("node") and os.path.exists(path)):
        return None
    with open(path, encoding="utf-8") as package:
        return json.load(package)["version"]


def peers(folder):
    """Version of each peer, None where it is not installed."""
    return {
        "jq": number(first_line("jq", "--version")),
        "gojq": number(first_line("gojq", "--version")),
        "Miller": number(first_line("mlr", "--version")),
        "Python": platform.python_version(),
        "DuckDB": node_package(folder, "@duckdb/node-api"),
        "Polars": node_package(folder, "nodejs-polars"),
    }


def cpu_model():
    with open("/proc/cpuinfo", encoding="utf-8") as lines:
        for line in lines:
            if line.startswith(("model name", "Model")):
                return line.partition(":")[2].strip()
    return platform.machine()


def system():
    with open("/etc/os-release", encoding="utf-8") as lines:
        names = dict(line.rstrip().split("=", 1) for line in lines if "=" in line)
    return f"{names.get('PRETTY_NAME', 'Linux').strip(chr(34))}, Linux {platform.release().partition('-')[0]}"


def commit():
    made = first_line("git", "rev-parse", "--short", "HEAD") or "unknown"
    clean = subprocess.run(["git", "diff", "--quiet", "HEAD"], check=False).returncode == 0
    return made if clean else f"{made} with changes"


def about(bench, options, now):
    versions = {"rejig": f"{number(first_line(bench.rejig, '--version'))} ({commit()})",
                "simdjson": first_line("pkg-config", "--modversion", "simdjson"),
                **bench.peers}
    whole = bench.inputs
    size = shown_size(options.size)
    return {
        "machine": f"{cpu_model()}, {os.cpu_count()} cores",
        "system": system(),
        "versions": {name: version for name, version in versions.items() if version},
        "missing": [name for name, version in versions.items() if not version],
        "size": whole.size,
        "input": f"{len(whole.lines)} records of {whole.origin}, repeated",
        "date": now.strftime("%Y-%m-%d"),
        "load": round(os.getloadavg()[2], 1),
        "command": f"python3 tests/bench/run.py --size {size} --rounds {options.rounds} --only {options.only}"
                   if options.only else f"make bench SIZE={size} ROUNDS={options.rounds}",
    }


def shown_size(size):
    for unit, letter in ((1 << 30, "G"), (1 << 20, "M"), (1 << 10, "K")):
        if size % unit == 0:
            return f"{size // unit}{letter}"
    return str(size)
