"""Statements in rejig's and in jq's language, by the kind of record they are timed on, and how fast they should be.

qj, zq, jaq and jq run the jq text, unless the statement has a spelling of their own for them.
"""
from dataclasses import dataclass, field
from typing import Callable

from inputs import Inputs
from programs import JOB_JQ, JOB_TEXT

OURS = ("rejig", "old")  # old is another rejig to compare with


@dataclass(frozen=True)
class Statement:
    name: str
    rejig: str
    jq: str
    own: dict = field(default_factory=dict)  # spellings by peer
    x_jq: float = 0  # the target in times the speed of jq; 0 is none
    x_peer: float = 3  # and in times that of the fastest of the others
    newer: bool = False  # --to-jq prints what jq 1.6 does not know

    def spelled(self, program):
        return self.rejig if program in OURS else self.own.get(program, self.jq)


@dataclass(frozen=True)
class Kind:
    title: str
    records: Callable  # makes a File from Inputs and a part
    statements: list


def short(name, rejig, jq="", **own):
    return Statement(name, rejig, jq or rejig, own, x_jq=25)


def short_rule(name, pattern, action, **own):
    return short(name, f"{pattern} {{ {action} }}", if_then(pattern, action), **own)


def if_then(pattern, action):
    return f"if {pattern} then {action} else . end"


def heavy(name, rejig, jq="", **own):
    return Statement(name, rejig, jq or rejig, own, x_jq=15)


ERROR_OR_WARN = '(.level == "error" or .level == "warn")'
PICK = "pick(.ts, .level)"
FULL = "{ts: .ts, level: .level}"

SHORT = [
    short_rule("equality rule", '.level == "error"', '.level = "ERROR"'),
    short_rule("rule with <", ".lat < 50", ".fast = true"),
    short_rule("rule with <=", ".lat <= 50", ".fast = true"),
    short_rule("rule with >", ".lat > 50", ".slow = true"),
    short_rule("rule with >=", ".lat >= 50", ".slow = true"),
    short_rule("test", '(.msg | test("timeout"))', '.level = "warn"'),
    short_rule("IN", '(.level | IN("error", "warn"))', ".page = true",
               zq=if_then(ERROR_OR_WARN, ".page = true"), jaq=if_then(ERROR_OR_WARN, ".page = true")),
    short("keep", "keep .lat > 50", "select(.lat > 50)"),
    short("del", "del(.svc)"),
    short("rename", 'rename(.svc; "service")', "(.service = .svc) | del(.svc)"),
    short("projection", ". = {ts, level}", "{ts, level}", zq=FULL),
    Statement("pick", ". |= pick(.ts, .level)", "{ts, level}", {"qj": PICK, "jaq": PICK, "zq": FULL},
              x_jq=25, newer=True),
    short("one member", ". = .level", ".level"),
    short("array literal", ".tags = [.svc, .level]"),
    short("object literal", ".from = {svc: .svc, lat: .lat}"),
    short("new nested member", ".x.y = 1", jaq=".x = {y: 1}"),
    short("round", ".lat |= round"),
    short("todate", ".ts |= todate"),
]

# Patterns by which people find secret keys; no record has one.
KEYS = "sk-[A-Za-z0-9]{20,}|AKIA[0-9A-Z]{16}|gh[opsu]_[A-Za-z0-9]{36}|xox[abps]-[A-Za-z0-9-]{10,}|AIza[A-Za-z0-9_-]{35}"
ALL_TEXTS = "(.. | strings) |= "
REDACT = f'{ALL_TEXTS}gsub("{KEYS}"; "[key]")'
THE_JOB, REDACTION = "the job", "redaction, nothing found"

DEPTH = 20
CHAIN = 50


def nested(rule):
    inner = '.level = "deep"'
    for n in reversed(range(DEPTH)):
        inner = rule(f".NO > -{n + 1}", inner)
    return inner


def chain():
    """if/elif on a string; half of the real categories come last."""
    names = [f"category_{n}" for n in range(CHAIN - 4)]
    names += ["open_qa", "creative", "closed_qa", "summarization"]
    tests = [f'.category == "{name}" then "{n}"' for n, name in enumerate(names)]
    return f'.level = (if {" elif ".join(tests)} else "none" end)'


PROMPT = r'"Q: \(.instruction)\nA: \(.output)\n[\(.category)/\(.uniqueness) \(.NO)]"'
DAY = '(.NO * 86400 + 1600000000 | strftime("%Y-%m-%dT%H:%M:%SZ"))'

LONG = [
    Statement(THE_JOB, JOB_TEXT, JOB_JQ, x_peer=10),
    Statement("select", 'keep .category == "open_qa"', 'select(.category == "open_qa")', x_peer=2),
    Statement("projection", ". = {instruction, output}", "{instruction, output}",
              {"zq": "{instruction: .instruction, output: .output}"}),
    Statement("del", "del(.field)", "del(.field)"),
    Statement("one member", ". = .output", ".output"),
    Statement(REDACTION, REDACT, REDACT),
    heavy("regex substitution", '.output |= gsub("[0-9]+"; "#")'),
    heavy("regex test", r'(.output | test("\\b[A-Z][a-z]+ing\\b")) { .marked = true }',
          if_then(r'(.output | test("\\b[A-Z][a-z]+ing\\b"))', ".marked = true")),
    heavy("regex capture", '.first = ((.output | capture("(?<a>[a-z]+) (?<b>[a-z]+)") | .b + .a) // null)'),
    heavy("string interpolation", f".prompt = {PROMPT}", zq=f". + {{prompt: {PROMPT}}}"),
    heavy("split and join", '.output = (.output | split(" ") | join("_"))', zq='.output |= (split(" ") | join("_"))'),
    heavy("with_entries", '. |= with_entries(select(.value != ""))'),
    heavy("walk", '. |= walk(if type == "string" then ascii_downcase else . end)'),
    heavy("reduce", '.longest = reduce (.output | split(" ") | .[]) as $w (""; '
                    "if ($w | length) > length then $w else . end)"),
    heavy("date formatting", f".date = {DAY}", zq=f". + {{date: {DAY}}}"),
    heavy(f"{DEPTH} nested conditions", nested("{} {{ {} }}".format), nested(if_then)),
    heavy(f"{CHAIN} elif branches", chain()),
    heavy("base64", ".output |= @base64"),
]

HALVED = if_then('.role == "assistant"', ".loss_weight = 0.5")

CHATS = [
    heavy("array update", 'each .messages[] { .role == "assistant" { .loss_weight = 0.5 } }',
          f".messages[] |= {HALVED}", zq=f".messages |= map({HALVED})"),
    heavy("array of parts", '(.messages[].content[] | select(.type == "text").value) |= ascii_upcase'),
]

MASKS = [
    ("sk-ant-[A-Za-z0-9_-]{20,}", "[key]"),
    ("sk-[A-Za-z0-9]{20,}", "[key]"),
    ("AKIA[0-9A-Z]{16}", "[key]"),
    ("gh[opsu]_[A-Za-z0-9]{36}", "[key]"),
    ("xox[abps]-[A-Za-z0-9-]{10,}", "[key]"),
    ("AIza[A-Za-z0-9_-]{35}", "[key]"),
    ("hf_[A-Za-z0-9]{34}", "[key]"),
    (r"eyJ[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+", "[token]"),
    ("[Bb]earer +[A-Za-z0-9._~+/-]+=*", "Bearer [token]"),
    (r"://[^:/@\\s]+:[^@/\\s]+@", "://[login]@"),
    (r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+\\.[A-Za-z.]{2,}", "[mail]"),
    ("/(home|Users)/[A-Za-z0-9._-]+", "/home/user"),
    ("-----BEGIN [A-Z ]*PRIVATE KEY-----[^-]+", "[private key]"),
]
ONE_MASK, ALL_MASKS = "one mask", "thirteen masks"


def masked(masks):
    links = " | ".join('gsub("%s"; "%s")' % mask for mask in masks)
    return f"{ALL_TEXTS}({links})"


TRANSCRIPTS = [
    Statement(ONE_MASK, masked(MASKS[:1]), masked(MASKS[:1])),
    Statement(ALL_MASKS, masked(MASKS), masked(MASKS)),
]

FINE_TUNING = Kind("Fine-tuning data", Inputs.job, LONG)
SESSIONS = Kind("Transcripts of coding agents", Inputs.transcripts, TRANSCRIPTS)
KINDS = [
    Kind("Records of 80 bytes", Inputs.short, SHORT),
    FINE_TUNING,
    Kind("Chats", Inputs.messages, CHATS),
    SESSIONS,
]


def run(program, path, statement, file):
    """The command line of a statement in a program that is at `path`."""
    return path, "-j1" if program in OURS else "-c", statement.spelled(program), file
