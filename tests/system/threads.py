"""How many threads there are where nobody says so: one, or as many as processors where a file is worth them."""
import os
import subprocess
import time

from checks import REJIG, check, finish, in_new_folder, records, write

FEW = records(100)
SMALL = records(20000)  # more than a pipe takes
PROCESSORS = len(os.sched_getaffinity(0))
LARGE = records(60000 + 10000 * PROCESSORS)  # 4 MiB and more, and more than all threads take before they wait


def threads(*argv, **more):
    """Of a run that waits, for nobody reads what it writes."""
    with subprocess.Popen([REJIG, "", *argv], stdout=subprocess.PIPE, **more) as process:
        process.stdout.read(1)  # all are there, or about to be
        time.sleep(0.2)
        count = len(os.listdir(f"/proc/{process.pid}/task"))
        process.kill()
    return count


def from_pipe(data):
    """Standard input that gives it and stays open."""
    reading, writing = os.pipe()
    os.write(writing, data)
    return reading


def main():
    folder = in_new_folder()
    write("small", SMALL)
    write("large", LARGE)
    check(1 << 20 < len(SMALL) < 4 << 20 < len(LARGE), "sizes", len(SMALL), len(LARGE))
    for name, expected in [("small", 1), ("large", PROCESSORS)]:
        check(threads(name) == expected, "a file", name, expected)
        check(threads("small", name) == expected, "the larger of two files", name, expected)
        with open(name, "rb") as file:
            check(threads(stdin=file) == expected, "standard input", name, expected)
    check(threads(stdin=from_pipe(FEW)) == 1, "a pipe")
    check(threads("-j3", stdin=from_pipe(FEW)) == 3, "as many as asked for")
    folder.cleanup()
    finish()


if __name__ == "__main__":
    main()
