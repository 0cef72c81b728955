"""Is what is timed right? rejig's records are jq's after `jq -cS`, on the job and on every expression-heavy
program, both by the jq program written by hand and by the one that `rejig --to-jq` prints; and any number of
threads gives the same bytes. What is wrong is a failure of the bench. Peers that disagree with jq are named only.
"""
import hashlib
import itertools
import os
import subprocess
import sys
import tempfile

import programs

SHOWN = 160  # bytes shown of a line that differs


class Wrong(Exception):
    pass


def check(bench, part, tiny_part):
    print("  correctness", file=sys.stderr, flush=True)
    attempt(bench, "the same bytes with any number of threads", lambda: check_threads(bench))
    if not bench.has("jq"):
        bench.failures.append("correctness: jq is not installed, so nothing was compared with it")
        return
    attempt(bench, "the job equals jq's", lambda: check_job(bench, part))
    check_peers(bench, tiny_part)
    for e in programs.EXPRESSIONS:
        attempt(bench, f"{e.name} equals jq's", lambda e=e: check_expression(bench, e, tiny_part))


def attempt(bench, what, compare):
    try:
        compare()
        bench.checked.append(what)
    except Wrong as wrong:
        bench.failures.append(f"wrong: {what}: {wrong}")


def check_threads(bench):
    file = bench.inputs.job()
    runs = [("-j1",), ("-j2",), ()]
    digests = {flags: digest([bench.rejig, *flags, "-f", programs.JOB, file.path]) for flags in runs}
    if len(set(digests.values())) != 1:
        raise Wrong(", ".join(f"{' '.join(flags) or 'default'} gives {d[:12]}" for flags, d in digests.items()))


def digest(argv):
    """SHA-256 of what a program prints."""
    with subprocess.Popen(argv, stdout=subprocess.PIPE) as process:
        sum_ = hashlib.sha256()
        while block := process.stdout.read(1 << 20):
            sum_.update(block)
    if process.returncode != 0:
        raise Wrong(f"{argv[0]} exits with {process.returncode}")
    return sum_.hexdigest()


def check_job(bench, part):
    file = bench.inputs.job(part)
    expected = canonical(bench, "jq", ["jq", "-c", programs.JOB_JQ, file.path])
    ours = canonical(bench, "rejig", [bench.rejig, "-f", programs.JOB, file.path])
    compare_files(ours, expected)
    printed = to_jq(bench, "-f", programs.JOB)
    compare_files(ours, canonical(bench, "to-jq", ["jq", "-c", printed, file.path]))


def check_peers(bench, part):
    file = bench.inputs.job(part)
    expected = canonical(bench, "jq", programs.job_in("jq", file.path))
    for peer in ("iterate_many", *programs.LINE_PEERS, *programs.TABLE_PEERS):
        if not bench.has(peer):
            continue
        try:
            compare_files(canonical(bench, peer, programs.job_in(peer, file.path, "/dev/stdout")), expected)
        except Wrong as wrong:
            bench.disagreeing.append(f"{peer}: {wrong}")


def check_expression(bench, e, part):
    file = (bench.inputs.messages if e.chats else bench.inputs.job)(part)
    expected = canonical(bench, "jq", ["jq", "-c", e.jq, file.path])
    ours = canonical(bench, "rejig", [bench.rejig, e.rejig, file.path])
    compare_files(ours, expected)
    compare_files(ours, canonical(bench, "to-jq", ["jq", "-c", to_jq(bench, e.rejig), file.path]))


def to_jq(bench, *program):
    printed = subprocess.run([bench.rejig, "--to-jq", *program], capture_output=True, text=True, check=False)
    if printed.returncode != 0:
        raise Wrong(f"--to-jq exits with {printed.returncode}: {printed.stderr[:SHOWN]}")
    return printed.stdout


def canonical(bench, name, argv):
    """The path of what a program prints, put through `jq -cS`."""
    path = os.path.join(bench.scratch, f"canonical-{name}.jsonl")
    with open(path, "wb") as out, tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(argv, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors)
        jq = subprocess.run(["jq", "-cS", "."], stdin=process.stdout, stdout=out, stderr=errors, check=False)
        process.stdout.close()
        process.wait()
        errors.seek(0)
        said = " ".join(errors.read(SHOWN).decode(errors="replace").split())
    if process.returncode != 0 or jq.returncode != 0:
        raise Wrong(f"{name} exits with {process.returncode}, jq -cS behind it with {jq.returncode}: {said}")
    return path


def compare_files(ours, expected):
    with open(ours, "rb") as left, open(expected, "rb") as right:
        for number, (a, b) in enumerate(itertools.zip_longest(left, right, fillvalue=b""), 1):
            if a != b:
                raise Wrong(f"line {number} of {os.path.basename(ours)}: {around_difference(a, b)}")


def around_difference(a, b):
    at = next((i for i, (x, y) in enumerate(zip(a, b)) if x != y), min(len(a), len(b)))
    start = max(0, at - SHOWN // 4)
    shown = (line[start:start + SHOWN].decode(errors="replace") for line in (a, b))
    return "ours {!r}, jq's {!r}".format(*shown)
