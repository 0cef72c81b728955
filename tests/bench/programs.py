"""What is run: the job in each program's language, rules in numbers, and the expression-heavy programs."""
import os
import sys
from dataclasses import dataclass

JOB = "examples/reasoning.rejig"

NO_REPEAT = " Don't output the same answer over and over again unnecessarily."
FREE_WRITING = (" You should create sentences with correct grammar using free ideas within the framework "
                "specified by the user.")

JOB_JQ = f"""
if .category == "open_qa" and .uniqueness == "simple" then .reasoning += "{NO_REPEAT}" else . end
| if .category == "creative" and .uniqueness == "simple" then .reasoning += "{FREE_WRITING}" else . end
""".strip()

JOB_MILLER = f"""
if ($category == "open_qa" && $uniqueness == "simple") {{ $reasoning .= "{NO_REPEAT}" }}
if ($category == "creative" && $uniqueness == "simple") {{ $reasoning .= "{FREE_WRITING}" }}
""".strip()

PEERS = os.path.join("build", "bench", "peers")  # peers.cc
LINE_PEERS = ("jq", "gojq", "Miller", "Python")  # tens of seconds a GiB
TABLE_PEERS = ("DuckDB", "Polars")  # use all cores


def job_in(peer, path, out=os.devnull):
    """The job as a peer does it; `out` is for those that write a file of their own."""
    return {
        "iterate_many": (PEERS, "iterate", path),
        "jq": ("jq", "-c", JOB_JQ, path),
        "gojq": ("gojq", "-c", JOB_JQ, path),
        "Miller": ("mlr", "--ijsonl", "--ojsonl", "put", JOB_MILLER, path),
        "Python": (sys.executable, "tests/bench/loop.py", path),
        "DuckDB": ("node", "tests/bench/columnar.mjs", "duckdb", path, out),
        "Polars": ("node", "tests/bench/columnar.mjs", "polars", path, out),
    }[peer]


ALL_CHANGED = '{ .reasoning += " Be brief." }'
NONE_CHANGED = '.category == "none" and .uniqueness == "simple" { .reasoning += " Be brief." }'


def equality_rules(count, first=""):
    """So many rules on distinct values; `first`, if given, stands in place of the first."""
    rules = [f'.category == "c{n}" and .uniqueness == "u{n}" {{ .reasoning += " {n}" }}' for n in range(count)]
    if first:
        rules[0] = first
    return "\n".join(rules) + "\n"


def equality_rules_jq(count):
    return "\n| ".join(f'if .category == "c{n}" and .uniqueness == "u{n}" then .reasoning += " {n}" else . end'
                       for n in range(count))


# One that fires on some of the records, so that all the numbers of rules change the same records.
FIRST_RULE = f'.category == "open_qa" and .uniqueness == "simple" {{ .reasoning += "{NO_REPEAT}" }}'


@dataclass(frozen=True)
class Expression:
    """A program and the jq program that people would write for the same."""
    name: str
    rejig: str
    jq: str
    chats: bool = False  # on chat records


def same(name, text, **more):
    """Text that means the same in both."""
    return Expression(name, text, text, **more)


DEPTH = 20
CHAIN = 50


def nested_rules():
    inner = '.level = "deep"'
    for n in reversed(range(DEPTH)):
        inner = f".NO > -{n + 1} {{ {inner} }}"
    return inner


def nested_ifs():
    inner = '.level = "deep"'
    for n in reversed(range(DEPTH)):
        inner = f"if .NO > -{n + 1} then {inner} else . end"
    return inner


def chain():
    """if/elif on a string; half of the real categories stand at its end."""
    names = [f"category_{n}" for n in range(CHAIN - 4)]
    names += ["open_qa", "creative", "closed_qa", "summarization"]
    tests = [f'.category == "{name}" then "{n}"' for n, name in enumerate(names)]
    return f'.level = (if {" elif ".join(tests)} else "none" end)'


EXPRESSIONS = [
    same("regex substitution", '.output |= gsub("[0-9]+"; "#")'),
    Expression("regex test", r'(.output | test("\\b[A-Z][a-z]+ing\\b")) { .marked = true }',
               r'if (.output | test("\\b[A-Z][a-z]+ing\\b")) then .marked = true else . end'),
    same("regex capture", r'.first = ((.output | capture("(?<a>[a-z]+) (?<b>[a-z]+)") | .b + .a) // null)'),
    same("string interpolation",
         r'.prompt = "Q: \(.instruction)\nA: \(.output)\n[\(.category)/\(.uniqueness) \(.NO)]"'),
    same("split and join", '.output = (.output | split(" ") | join("_"))'),
    Expression("array update", 'each .messages[] { .role == "assistant" { .loss_weight = 0.5 } }',
               '.messages[] |= if .role == "assistant" then .loss_weight = 0.5 else . end', chats=True),
    same("array of parts", '(.messages[].content[] | select(.type == "text").value) |= ascii_upcase', chats=True),
    same("with_entries", '. |= with_entries(select(.value != ""))'),
    same("walk", '. |= walk(if type == "string" then ascii_downcase else . end)'),
    same("reduce", '.longest = reduce (.output | split(" ") | .[]) as $w (""; '
                   'if ($w | length) > length then $w else . end)'),
    same("date formatting", '.date = (.NO * 86400 + 1600000000 | strftime("%Y-%m-%dT%H:%M:%SZ"))'),
    Expression("20 nested conditions", nested_rules(), nested_ifs()),
    same("50 elif branches", chain()),
    same("base64", ".output |= @base64"),
]
