"""Is what is timed right? rejig's records are jq's, compared as parsed values, on the job and on every statement, both
by the jq program written by hand and by the one that `rejig --to-jq` prints; and any number of threads gives the
same bytes. What is wrong is a failure of the bench. Peers that disagree with jq are named, and are not timed with
the statement.
"""
import hashlib
import itertools
import json
import subprocess
import sys

import inputs
import programs
import statements

THREADS = "the same bytes with -j1, -j2 and no -j"
BY_HAND = "equal to jq's output"
TO_JQ = "equal to the output of the jq program that --to-jq prints"
SHOWN = 160  # bytes shown of a line that differs
TIMEOUT = 600  # seconds, for a peer that does not end


class Wrong(Exception):
    """A program's output is not what it must be; `shown` is the word for it in the tables."""
    shown = "wrong"


class Fails(Wrong):
    shown = "fails"


def check(bench, part):
    """What is proved goes to bench.checked, what is wrong to bench.failures, both as text."""
    print("  correctness", file=sys.stderr, flush=True)
    attempt(bench, THREADS, "the job", lambda: check_threads(bench))
    if not bench.has("jq"):
        bench.failures.append("wrong: jq is not installed, so nothing was compared with it")
        return
    check_many_rules(bench)
    check_job(bench, part)
    for kind in statements.KINDS:
        for statement in kind.statements:
            check_statement(bench, kind, statement)


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


def check_many_rules(bench):
    file = bench.inputs.hits(1000, inputs.ONCE)
    rules = bench.scratch_file("all-rules.rejig", programs.equality_rules(1000))
    prove(bench, "1000 rules", file, programs.equality_rules_jq(1000), "-f", rules)


def check_job(bench, part):
    """The job in every peer, also in those that run no statements."""
    file = bench.inputs.job(part)
    ours = prove(bench, "the job, repeated", file, programs.JOB_JQ, "-f", programs.JOB)
    for peer in ("iterate_many", *programs.LINE_PEERS, *programs.TABLE_PEERS):
        if bench.has(peer):
            hold_to(bench, ours, peer, "the job", programs.job_in(peer, file.path, "/dev/stdout"))


def check_statement(bench, kind, statement):
    file = kind.records(bench.inputs, inputs.ONCE)
    ours = prove(bench, statement.name, file, statement.spelled("jq"), statement.rejig, newer=statement.newer)
    for program, path in bench.paths().items():
        if program not in ("rejig", "jq"):
            wrong = hold_to(bench, ours, program, statement.name, statements.run(program, path, statement, file.path))
            if wrong:
                bench.unfit[kind.title, statement.name, program] = wrong.shown


def prove(bench, name, file, by_hand, *program, newer=False):
    """rejig's records, after comparing them with jq's."""
    try:
        ours = records([bench.rejig, *program, file.path])
    except Wrong as wrong:
        bench.failures.append(f"wrong: {name}: {wrong}")
        return []
    attempt(bench, BY_HAND, name, lambda: compare(ours, by_jq(bench, by_hand, file)))
    if not newer:
        attempt(bench, TO_JQ, name, lambda: compare(ours, by_jq(bench, to_jq(bench, *program), file)))
    return ours


def hold_to(bench, ours, peer, name, argv):
    """Compares a peer's records with rejig's; what is wrong with them, or None."""
    try:
        compare(records(argv), ours)
    except Wrong as wrong:
        bench.disagreeing.append((peer, name, str(wrong)))
        return wrong
    return None


def to_jq(bench, *program):
    printed = subprocess.run([bench.rejig, "--to-jq", *program], capture_output=True, text=True, check=False)
    if printed.returncode != 0:
        raise Wrong(f"--to-jq exits with {printed.returncode}: {printed.stderr[:SHOWN]}")
    if not printed.stdout.strip():
        raise Wrong("--to-jq prints nothing")
    return printed.stdout


def by_jq(bench, program, file):
    """A thousand rules are too long for a command line."""
    return records(["jq", "-c", "-f", bench.scratch_file("program.jq", program), file.path])


def records(argv):
    """What a program prints, each record in a form that is the same for equal values."""
    try:
        done = subprocess.run(argv, stdin=subprocess.DEVNULL, capture_output=True, timeout=TIMEOUT, check=False)
    except subprocess.TimeoutExpired:
        raise Fails(f"takes more than {TIMEOUT} s") from None
    if done.returncode != 0:
        raise Fails(f"exits with {done.returncode}: {' '.join(done.stderr[:SHOWN].decode(errors='replace').split())}")
    try:
        return [canonical(line) for line in done.stdout.splitlines()]
    except ValueError as error:
        raise Wrong(f"prints what is no JSON: {error}") from None


def canonical(line):
    return json.dumps(json.loads(line, parse_float=shortest), sort_keys=True)


def shortest(text):
    """1.0 and 1e0 are 1."""
    number = float(text)
    return int(number) if number.is_integer() else number


def compare(left, right):
    for number, (a, b) in enumerate(itertools.zip_longest(left, right, fillvalue=""), 1):
        if a != b:
            at = next((i for i, (x, y) in enumerate(zip(a, b)) if x != y), min(len(a), len(b)))
            start = max(0, at - SHOWN // 4)
            raise Wrong(f"record {number} is {a[start:start + SHOWN]!r}, expected {b[start:start + SHOWN]!r}")
