"""The two rules of examples/reasoning.rejig in DuckDB and in Polars. Usage: columnar.py duckdb|polars FILE OUT"""
import sys

RULES = [
    ("open_qa", "simple", " Don't output the same answer over and over again unnecessarily."),
    ("creative", "simple", " You should create sentences with correct grammar using free ideas within the framework "
                           "specified by the user."),
]


def quoted(text):
    return "'" + text.replace("'", "''") + "'"


def duckdb(file, out):
    import duckdb as db
    cases = " ".join(f"WHEN category = {quoted(category)} AND uniqueness = {quoted(uniqueness)} "
                     f"THEN reasoning || {quoted(added)}" for category, uniqueness, added in RULES)
    db.sql(f"""COPY (SELECT * REPLACE (CASE {cases} ELSE reasoning END AS reasoning)
               FROM read_json({quoted(file)}, format = 'newline_delimited')) TO {quoted(out)} (FORMAT JSON)""")


def polars(file, out):
    import polars as pl
    reasoning = pl.col("reasoning")
    for category, uniqueness, added in reversed(RULES):
        fires = (pl.col("category") == category) & (pl.col("uniqueness") == uniqueness)
        reasoning = pl.when(fires).then(pl.col("reasoning") + added).otherwise(reasoning)
    pl.scan_ndjson(file).with_columns(reasoning.alias("reasoning")).sink_ndjson(out, check_extension=False)


program, *files = sys.argv[1:]
{"duckdb": duckdb, "polars": polars}[program](*files)
