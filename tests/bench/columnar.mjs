// The two rules of examples/reasoning.rejig in DuckDB and in Polars, installed by `make deps-bench`.
//   node columnar.mjs duckdb|polars FILE OUT
import { createRequire } from "node:module";
import { resolve } from "node:path";

const require = createRequire(resolve("build/bench") + "/");
const RULES = [
  ["open_qa", "simple", " Don't output the same answer over and over again unnecessarily."],
  ["creative", "simple", " You should create sentences with correct grammar using free ideas within the framework " +
    "specified by the user."],
];

const quoted = (text) => `'${text.replaceAll("'", "''")}'`;

async function duckdb(file, out) {
  const { DuckDBInstance } = require("@duckdb/node-api");
  const cases = RULES.map(([category, uniqueness, added]) =>
    `WHEN category = ${quoted(category)} AND uniqueness = ${quoted(uniqueness)} THEN reasoning || ${quoted(added)}`);
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  await connection.run(`COPY (SELECT * REPLACE (CASE ${cases.join(" ")} ELSE reasoning END AS reasoning)
    FROM read_json(${quoted(file)}, format = 'newline_delimited')) TO ${quoted(out)} (FORMAT JSON)`);
}

// Its streaming sink was tried: no faster here, and it refuses /dev/null.
function polars(file, out) {
  const module = require("nodejs-polars");
  const pl = module.default ?? module;
  const is = (column, value) => pl.col(column).eq(pl.lit(value));
  const added = ([category, uniqueness, text], otherwise) =>
    pl.when(is("category", category).and(is("uniqueness", uniqueness)))
      .then(pl.concatString([pl.col("reasoning"), pl.lit(text)], "")).otherwise(otherwise);
  pl.scanJson(file).withColumns(RULES.reduceRight((rest, rule) => added(rule, rest), pl.col("reasoning"))
    .alias("reasoning")).collectSync().writeJSON(out, { format: "lines" });
}

const [program, file, out] = process.argv.slice(2);
await { duckdb, polars }[program](file, out);
