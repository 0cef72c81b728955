// Runs the rows of tests/cases/*.test through jq 1.8.2: what `rejig --to-jq` prints for each must give
// what the row says. Prints "N passed, N failed".
//
//   node tests/jq/rows.mjs                               checks
//   node tests/jq/rows.mjs --write < ROWS > FILE.test    "PROGRAM ### INPUT" lines to rows, lines with # kept
//
// differences.test, where rejig differs on purpose, and programs that use what jq lacks are passed over.
import fs from "fs";
import path from "path";
import { ask, blocks, canonical, rejig } from "./jq.mjs";

const cases = "tests/cases";

// What is known to differ, by program and expectation.
const known = [
  /range\(10002\)|10000, 10001/, // jq-wasm's stack is small
  /"__jq":/, // jq's |= takes a label of its own, so numbers are one higher
  /input_filename|\$ENV/, // the unit tests' own
  /%%FAIL/, // nothing to run
];

// { program, input, expected }; `expected` is a line, "" for a record dropped, "%%ERROR ..." for one refused.
function* rows(file) {
  for (const lines of blocks(fs.readFileSync(file, "utf8"))) {
    if (lines[0] === "%%FAIL") continue;
    if (path.basename(file).startsWith("rules-")) {
      const end = lines.indexOf("---");
      const [input, expected = ""] = lines.slice(end + 1);
      yield { program: lines.slice(0, end).join("\n"), input, expected };
    } else {
      const [program, input, ...outputs] = lines;
      yield { program: `. |= [${program}\n]`, input, expected: `[${outputs.join(",")}]` };
    }
  }
}

function agrees(expected, { outputs, message }) {
  if (expected.startsWith("%%ERROR")) return message !== null;
  if (message !== null) return false;
  return outputs.map(canonical).join("\n") === (expected && canonical(expected));
}

async function check(file, counts) {
  for (const { program, input, expected } of rows(file)) {
    if (known.some((pattern) => pattern.test(program + expected))) continue;
    const printed = rejig(["--to-jq", program], "");
    if (printed.status !== 0) {
      if (!/has no equivalent in jq/.test(printed.message)) console.log(`${file}: ${program}\n${printed.message}`), ++counts.failed;
      continue;
    }
    const answer = await ask(printed.stdout, input);
    if (agrees(expected, answer)) {
      ++counts.passed;
      continue;
    }
    ++counts.failed;
    console.log(`${file}: ${program}\n  input    ${input}\n  expected ${expected}`);
    console.log(`  jq       ${answer.outputs.join("  ")} ${answer.message ?? ""}\n  of       ${printed.stdout}`);
  }
}

async function write() {
  for (const line of fs.readFileSync(0, "utf8").split("\n")) {
    if (line.startsWith("#")) console.log(line + "\n");
    if (line.startsWith("#") || line.trim() === "") continue;
    const [program, input = "null"] = line.split(" ### ");
    const { outputs, message } = await ask(program, input);
    if (message !== null) console.error(`no row: ${program} ### ${input}: ${message}`);
    else console.log([program, input, ...outputs].join("\n") + "\n");
  }
}

if (process.argv[2] === "--write") {
  await write();
} else {
  const counts = { passed: 0, failed: 0 };
  for (const file of fs.readdirSync(cases).sort())
    if (file.endsWith(".test") && file !== "differences.test") await check(path.join(cases, file), counts);
  console.log(`${counts.passed} passed, ${counts.failed} failed`);
  process.exitCode = counts.failed ? 1 : 0;
}
