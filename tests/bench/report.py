"""Results as text: the targets of the design and what was measured of them, and a table a section."""
import os

import inputs

MIB = 1 << 20
JOB = "to /dev/null"
ONE = "rejig -j1"


class Missing(Exception):
    """What a target needs was not measured."""


def get(bench, section, name):
    result = bench.results.get(section, {}).get(name)
    if result is None or not result.samples:
        raise Missing(f"no {name}")
    return result


def faster(bench, section, name, than):
    return get(bench, section, name).speed / get(bench, section, than).speed


def slower(bench, section, name, than):
    return 1 / faster(bench, section, name, than)


# Targets: text, what is measured of it, in which unit, the bound, and whether more or less than that is wanted.

def targets(bench):
    """Rows (what, target, measured, verdict)."""
    cores = f"rejig -j{os.cpu_count()}"
    rows = [
        ratio("one thread against jq", 75, lambda: faster(bench, JOB, ONE, "jq")),
        ratio("one thread against simdjson's stage 1 alone (aim 0.7)", 0.55,
              lambda: faster(bench, JOB, ONE, "stage 1")),
        ratio("two threads against one", 1.8, lambda: faster(bench, JOB, "rejig -j2", ONE)),
        ratio("all cores against DuckDB", 10, lambda: faster(bench, JOB, cores, "DuckDB")),
        ratio("all cores against Polars", 10, lambda: faster(bench, JOB, cores, "Polars")),
        ratio("time of `cat f | rejig P | cat` to that of `cat f | cat | cat`", 1.1,
              lambda: slower(bench, "pipe to pipe", "cat | rejig | cat", "cat | cat | cat"), most=True),
        ratio("time of 1,000 equality rules to that of one", 2,
              lambda: slower(bench, "rules", "1000 rules", "1 rule"), most=True),
        expressions_target(bench),
        row("start to finish on one record", "<= 3 ms", lambda: get(bench, "one record", "rejig").wall * 1000,
            lambda ms: ms <= 3, "{:.1f} ms"),
        *memory_targets(bench),
        *bad_line_targets(bench),
    ]
    return rows


def row(what, target, measure, good, shown):
    try:
        value = measure()
    except Missing as missing:
        return what, target, "", f"not measured ({missing})"
    return what, target, shown.format(value), "met" if good(value) else "**not met**"


def ratio(what, bound, measure, most=False):
    good = (lambda v: v <= bound) if most else (lambda v: v >= bound)
    return row(what, f"{'<=' if most else '>='} {bound} x", measure, good, "{:.2f} x")


def expressions_target(bench):
    measured = {}
    for name in pairs(bench, "expressions", ": jq"):
        try:
            measured[name] = faster(bench, "expressions", name, f"{name}: jq")
        except Missing:
            return f"expression-heavy programs against jq: {name}", ">= 10 x", "", "not measured"
    if not measured:
        return "expression-heavy programs against jq, each", ">= 10 x", "", "not measured"
    met = sum(value >= 10 for value in measured.values())
    worst = min(measured, key=measured.get)
    return (f"expression-heavy programs against jq, each (least: {worst})", ">= 10 x", f"{measured[worst]:.2f} x",
            "met" if met == len(measured) else f"**not met** ({met} of {len(measured)} are)")


def memory_targets(bench):
    return [row(f"peak memory, {name}", f"<= {limit / MIB:.1f} MiB",
                lambda name=name: get(bench, "memory", name).peak / MIB,
                lambda peak, limit=limit: peak <= limit / MIB, "{:.1f} MiB")
            for name, limit in bench.memory_limits.items()]


def bad_line_targets(bench):
    def worst(measure):
        return max(measure(defect) for defect in inputs.DEFECTS)

    return [
        row("every line bad: speed against good lines, worst kind", ">= 0.2 x",
            lambda: 1 / worst(lambda d: slower(bench, "bad lines", d, "good lines")), lambda v: v >= 0.2, "{:.2f} x"),
        row("every line bad: time a byte, to that of a quarter of the input", "linear (<= 1.25 x)",
            lambda: worst(lambda d: slower(bench, "bad lines", d, f"{d}, a quarter as long")),
            lambda v: v <= 1.25, "{:.2f} x"),
    ]


# Tables.

def markdown(bench, about):
    parts = ["# rejig against its peers", head(about), outcome(bench), "## Targets",
             table(("what", "target", "measured", ""), targets(bench)), *sections(bench)]
    return "\n\n".join(part for part in parts if part) + "\n"


def head(about):
    versions = ", ".join(f"{name} {version}" for name, version in about["versions"].items())
    lines = [f"{about['machine']}; {about['system']}; {versions}; {about['size'] / MIB:.0f} MiB of input "
             f"({about['input']}); {about['date']}; `{about['command']}`; load average {about['load']}."]
    if about["missing"]:
        lines.append(f"Not installed and left out: {', '.join(about['missing'])}.")
    return "\n".join(lines) + ("\nMedians of the rounds, which are interleaved; peak memory is the highest. "
                               "MB/s are millions of bytes of input a second, of each command's own input.")


def outcome(bench):
    lines = [f"Proved in the same run, {what}: {', '.join(names)}." for what, names in bench.checked.items()]
    if bench.disagreeing:
        lines.append("Peers whose output is not jq's: " + "; ".join(bench.disagreeing) + ".")
    lines += [f"**FAILED** {failure}" for failure in bench.failures]
    return "\n".join(f"- {line}" for line in lines)


def table(head_row, rows):
    lines = [head_row, ["---"] + ["---:"] * (len(head_row) - 1), *rows]
    return "\n".join("| " + " | ".join(str(cell).replace("|", "\\|") for cell in line) + " |" for line in lines)


def sections(bench):
    layouts = {
        JOB: ("File to /dev/null, two rules", speeds("jq", faster, "x jq")),
        "pipe to pipe": ("Pipe to pipe, two rules", speeds("cat | cat | cat", slower, "time, to cat")),
        "file to file": ("File to file, two rules", speeds("cat", slower, "time, to cat")),
        "rules": ("Many rules", speeds("1 rule", slower, "time a byte, to 1 rule")),
        "rules that fire": ("Many rules, one of which fires on each record",
                            speeds("each record changed, no pattern", slower, "time, to no pattern")),
        "shapes": ("Sizes of records", duels(": stage 1", "rejig -j1", "stage 1")),
        "all or none": ("All records changed, or none", speeds("no record changed", slower, "time, to none")),
        "bad lines": ("Every line bad, --on-error=skip", speeds("good lines", faster, "x good lines")),
        "one record": ("One record, start to finish", moments),
        "memory": ("Peak memory", memory),
        "expressions": ("Expression-heavy programs", duels(": jq", "rejig -j1", "jq")),
    }
    for section, (title, layout) in layouts.items():
        if section in bench.results:
            yield f"## {title}"
            yield layout(bench, section)


def speeds(base, compare, label):
    def layout(bench, section):
        rows = [speed_row(bench, section, r, base, compare) for r in bench.results[section].values()]
        return table(("", "MB/s", label, "wall s", "CPU s", "peak MiB", "input MiB"), rows)
    return layout


def speed_row(bench, section, result, base, compare):
    name = result.command.name
    if not result.samples:
        return name, "failed", "", "", "", "", ""
    return (name, speed(result), compared(bench, section, name, base, compare), f"{result.wall:.3f}",
            f"{result.cpu:.3f}", mib(result.peak), mib(result.command.size))


def compared(bench, section, name, base, compare=faster):
    try:
        return f"{compare(bench, section, name, base):.2f}"
    except Missing:
        return ""


def pairs(bench, section, suffix):
    return [name for name in bench.results.get(section, ()) if not name.endswith(suffix)]


def duels(suffix, left, right):
    """One row for rejig's figure and the other's on the same."""
    def layout(bench, section):
        results = bench.results[section]
        rows = [(name, speed(results[name]), speed(results[name + suffix]),
                 compared(bench, section, name, name + suffix),
                 mib(results[name].peak) if results[name].samples else "") for name in pairs(bench, section, suffix)]
        return table(("", f"{left} MB/s", f"{right} MB/s", f"x {right}", "peak MiB"), rows)
    return layout


def moments(bench, section):
    rows = [(r.command.name, f"{r.wall * 1000:.1f}" if r.samples else "failed", len(r.samples))
            for r in bench.results[section].values()]
    return table(("", "ms", "runs"), rows)


def memory(bench, section):
    rows = [(r.command.name, mib(r.peak) if r.samples else "failed", mib(bench.memory_limits[r.command.name]))
            for r in bench.results[section].values()]
    return table(("", "peak MiB", "target: at most MiB"), rows)


def speed(result):
    if not result.samples:
        return "failed"
    value = result.speed / 1e6
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}"


def mib(size):
    return f"{size / MIB:,.1f}"
