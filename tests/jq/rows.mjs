// Runs the rows of tests/cases/*.test through jq 1.8.2 and reports where it gives something else.
//
//   npm install --prefix build jq-wasm@3.0.0-jq-1.8.2
//   node tests/jq_oracle.mjs tests/cases/*.test          checks
//   node tests/jq_oracle.mjs --write < ROWS > FILE.test  "PROGRAM ### INPUT" lines to rows, lines with # kept
//
// The module is looked for in $JQ_WASM, then build/node_modules. Files named rules-* are statements,
// which jq lacks, and differences.test is where rejig differs on purpose: both are passed over.
import fs from "fs";
import path from "path";
import { pathToFileURL } from "url";

const home = process.env.JQ_WASM ?? "build/node_modules";
const module = path.resolve(home, "jq-wasm/dist/index.mjs");
const { loadJq } = await import(pathToFileURL(module).href);
let jq = await loadJq();

async function run(program, input) {
  try {
    const { stdout, stderr, exitCode } = jq.raw(input, program, ["-c"]);
    const outputs = stdout.split("\n").filter((line) => line !== "");
    const message = exitCode === 0 ? null : stderr.replace(/^jq: error \([^)]*\):? ?/, "").trim();
    return { outputs, message };
  } catch (error) {
    jq = await loadJq();
    return { outputs: [], message: `aborted: ${error.message}` };
  }
}

// Blocks between blank lines, without comments.
function blocks(text) {
  return text
    .split(/\n\s*\n/)
    .map((block) => block.split("\n").filter((line) => line !== "" && !line.startsWith("#")))
    .filter((lines) => lines.length > 0);
}

const canonical = (line) => JSON.stringify(JSON.parse(line));

async function check(file) {
  let rows = 0, wrong = 0;
  for (const lines of blocks(fs.readFileSync(file, "utf8"))) {
    const [program, input, ...expected] = lines;
    if (program === "%%FAIL") continue;
    ++rows;
    const { outputs, message } = await run(program, input);
    const same = message === null && outputs.length === expected.length &&
      outputs.every((line, i) => canonical(line) === canonical(expected[i]));
    if (same) continue;
    ++wrong;
    console.log(`${file}: ${program}\n  input    ${input}\n  expected ${expected.join("  ")}`);
    console.log(`  jq       ${outputs.join("  ")} ${message ?? ""}`);
  }
  return [rows, wrong];
}

async function write() {
  for (const line of fs.readFileSync(0, "utf8").split("\n")) {
    if (line.startsWith("#")) console.log(line + "\n");
    if (line.startsWith("#") || line.trim() === "") continue;
    const [program, input = "null"] = line.split(" ### ");
    const { outputs, message } = await run(program, input);
    if (message !== null) console.error(`no row: ${program} ### ${input}: ${message}`);
    else console.log([program, input, ...outputs].join("\n") + "\n");
  }
}

if (process.argv[2] === "--write") {
  await write();
} else {
  let rows = 0, wrong = 0;
  for (const file of process.argv.slice(2)) {
    if (/^(rules-.*|differences\.test)$/.test(path.basename(file))) continue;
    const [checked, differing] = await check(file);
    rows += checked;
    wrong += differing;
  }
  console.log(`${rows} rows, ${wrong} differ`);
  process.exitCode = wrong ? 1 : 0;
}
