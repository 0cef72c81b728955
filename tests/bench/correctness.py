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

THREADS = "the same bytes with -j1, -j2 and no -j"
BY_HAND = "equal to jq's output"
TO_JQ = "equal to the output of the jq program that --to-jq prints"
SHOWN = 160  # bytes shown of a line that differs


class Wrong(Exception):
    pass


def check(bench, part, tiny_part):
    """What is proved goes to bench.checked, what is wrong to bench.failures, both as text."""
    print("  correctness", file=sys.stderr, flush=True)
    attempt(bench, THREADS, "the job", lambda: check_threads(bench))
    if not bench.has("jq"):
        bench.failures.append("wrong: jq is not installed, so nothing was compared with it")
        return
    check_program(bench, "the job", bench.inputs.job(part), programs.JOB_JQ, "-f", programs.JOB)
    check_many_rules(bench)
    for e in programs.EXPRESSIONS:
        file = (bench.inputs.messages if e.chats else bench.inputs.job)(tiny_part)
        check_program(bench, e.name, file, e.jq, e.rejig)
    check_peers(bench, tiny_part)


def attempt(bench, what, name, compare):
    try:
        compare()
        bench.checked.setdefault(what, []).append(name)
    except Wrong as wrong:
        bench.failures.append(f"wrong: {name}: not {what}: {wrong}")


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


def check_program(bench, name, file, by_hand, *program):
    ours = []  # the file of rejig's records, once they are there

    def against_jq():
        ours.append(canonical(bench, "rejig", [bench.rejig, *program, file.path]))
        compare_files(ours[0], by_jq(bench, "jq", by_hand, file))

    def against_to_jq():
        if not ours:
            raise Wrong("rejig gave no output to compare")
        compare_files(ours[0], by_jq(bench, "to-jq", to_jq(bench, *program), file))

    attempt(bench, BY_HAND, name, against_jq)
    attempt(bench, TO_JQ, name, against_to_jq)


def check_many_rules(bench):
    file = bench.inputs.hits(1000, 0)
    rules = bench.scratch_file("all-rules.rejig", programs.equality_rules(1000))
    check_program(bench, "1000 rules", file, programs.equality_rules_jq(1000), "-f", rules)


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


def to_jq(bench, *program):
    printed = subprocess.run([bench.rejig, "--to-jq", *program], capture_output=True, text=True, check=False)
    if printed.returncode != 0:
        raise Wrong(f"--to-jq exits with {printed.returncode}: {printed.stderr[:SHOWN]}")
    if not printed.stdout.strip():
        raise Wrong("--to-jq prints nothing")
    return printed.stdout


def by_jq(bench, name, program, file):
    """A thousand rules are too long for a command line."""
    return canonical(bench, name, ["jq", "-c", "-f", bench.scratch_file(f"{name}.jq", program), file.path])


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
