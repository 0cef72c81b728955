"""What the figures were taken on and with: the machine, the programs and their versions."""
import os
import platform
import subprocess

from peers import first_line, number


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
                **({"old": number(first_line(options.old, "--version"))} if options.old else {}),
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
