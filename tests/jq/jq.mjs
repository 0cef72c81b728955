// jq 1.8.2 as a function, and what the tests that ask it share. Entries: ask, rejig, blocks, canonical.
//
// The module is looked for in $JQ_WASM, then build/node_modules (`make deps-check` puts it there); the
// program under test is build/$VARIANT/rejig.
import { spawnSync } from "child_process";
import path from "path";
import { pathToFileURL } from "url";

const home = process.env.JQ_WASM ?? "build/node_modules";
const { loadJq } = await import(pathToFileURL(path.resolve(home, "jq-wasm/dist/index.mjs")).href);
let jq = await loadJq();
let asked = 0;

// { outputs: lines, message: null or the error }
export async function ask(program, input) {
  if (++asked % 500 === 0) jq = await loadJq(); // it keeps what it took of memory
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

// { outputs, message, status }
export function rejig(flags, input) {
  const program = `build/${process.env.VARIANT || "release"}/rejig`;
  const { stdout, stderr, status, error } = spawnSync(program, flags, { input, encoding: "utf8", maxBuffer: 1 << 28, timeout: 60000 });
  if (error && error.code !== "EPIPE") throw error; // it stopped before it read all
  return { outputs: stdout.split("\n").filter((line) => line !== ""), message: stderr, status, stdout };
}

// Blocks between blank lines, without comments.
export function blocks(text) {
  return text
    .split(/\n\s*\n/)
    .map((block) => block.split("\n").filter((line) => line !== "" && !line.startsWith("#")))
    .filter((lines) => lines.length > 0);
}

// Two texts of equal values (numbers by value, members in the same order) have one canonical form.
export const canonical = (line) => JSON.stringify(JSON.parse(line));
