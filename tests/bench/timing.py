"""Runs commands and pipelines and says what they took: wall and CPU seconds, peak memory.

A round runs every command once; rounds follow each other, so that what disturbs the machine for a while
disturbs all alike, and the median of the rounds counts. Processes are started by `measure` (measure.cc says why).
"""
import os
import shlex
import statistics
import subprocess
import tempfile
from dataclasses import dataclass, field

MEASURE = os.path.join("build", "bench", "measure")
TIMEOUT = 1800  # seconds; no command comes near
EXCERPT = 300  # bytes of standard error shown of a command that failed


@dataclass(frozen=True)
class Command:
    """A pipeline of one or more programs; `subject` is the stage whose peak memory and exit status count."""
    name: str
    stages: tuple
    size: int  # bytes of input, for MB/s
    out: str = os.devnull
    subject: int = 0
    status: int = 0  # what it must exit with
    rounds: int = 0  # fewer rounds than the others, for slow ones

    def shown(self):
        line = " | ".join(shlex.join(stage) for stage in self.stages)
        return line if self.out == os.devnull else f"{line} > {self.out}"


@dataclass
class Sample:
    wall: float  # seconds from the first start to the last end
    cpu: float  # user and system seconds of all stages
    peak: int  # bytes, of the subject


@dataclass
class Result:
    command: Command
    samples: list = field(default_factory=list)
    failure: str = ""

    @property
    def wall(self):
        return statistics.median(s.wall for s in self.samples)

    @property
    def cpu(self):
        return statistics.median(s.cpu for s in self.samples)

    @property
    def peak(self):
        return max(s.peak for s in self.samples)

    @property
    def speed(self):
        """Bytes a second."""
        return self.command.size / self.wall

    def raw(self):
        figures = {"wall_s": self.wall, "cpu_s": self.cpu, "peak_bytes": self.peak} if self.samples else {}
        return {"name": self.command.name, "command": self.command.shown(), "bytes": self.command.size,
                **figures, "samples": [vars(s) for s in self.samples], "failure": self.failure}


class Failed(Exception):
    """A command did not exit as it must."""


def command(name, *argv, size, **more):
    return Command(name, (argv,), size, **more)


def interleave(commands, rounds):
    """Results by name. A command that fails is not run again."""
    results = {c.name: Result(c) for c in commands}
    for n in range(rounds):
        first = n % len(commands)
        for c in commands[first:] + commands[:first]:
            result = results[c.name]
            if result.failure or not takes_part(c, n, rounds):
                continue
            try:
                result.samples.append(run(c))
            except Failed as failure:
                result.failure = str(failure)
    return results


def takes_part(c, n, rounds):
    """Whether `c` runs in round n: in all, or in its fewer ones, which are spread among them."""
    return not c.rounds or n * c.rounds // rounds != (n - 1) * c.rounds // rounds


def run(c):
    """Runs `c` once. Raises Failed."""
    if c.out != os.devnull and os.path.exists(c.out):
        os.unlink(c.out)
    with tempfile.TemporaryFile() as errors, open(c.out, "wb") as out:
        started = start(c.stages, out, errors)
        try:
            reports = [finish(*pair) for pair in started]
        finally:
            for process, _ in started:
                if process.poll() is None:
                    process.kill()
                    process.wait()
        check(c, reports, errors)
    if c.out != os.devnull:
        os.sync()  # what is still to be written must not slow the next one down
    return Sample(wall=(max(r["end"] for r in reports) - min(r["start"] for r in reports)) / 1e9,
                  cpu=sum(r["user"] + r["system"] for r in reports) / 1e6,
                  peak=reports[c.subject]["peak"] * 1024)


def start(stages, out, errors):
    started = []
    upstream = subprocess.DEVNULL
    for i, argv in enumerate(stages):
        report, report_end = os.pipe()
        last = i == len(stages) - 1
        process = subprocess.Popen([MEASURE, str(report_end), *argv], stdin=upstream, stderr=errors,
                                   stdout=out if last else subprocess.PIPE, pass_fds=[report_end])
        os.close(report_end)
        if i > 0:
            upstream.close()
        upstream = process.stdout
        started.append((process, report))
    return started


def finish(process, report):
    try:
        process.wait(timeout=TIMEOUT)
    except subprocess.TimeoutExpired:
        raise Failed(f"took more than {TIMEOUT} s") from None
    with open(report) as lines:
        words = lines.read().split()
    if len(words) != 6:
        raise Failed("could not be measured")
    return dict(zip(("start", "end", "user", "system", "peak", "status"), map(int, words)))


def check(c, reports, errors):
    status = reports[c.subject]["status"]
    if status == c.status:
        return
    errors.seek(0)
    said = " ".join(errors.read(EXCERPT).decode(errors="replace").split())
    raise Failed(f"exit status {status}, expected {c.status}: {said}")
