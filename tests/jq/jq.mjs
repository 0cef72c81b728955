// jq 1.8.2 and jq 1.6 as functions, and what the tests that ask them share. Entries: ask, ask_old, has_old,
// rejig, blocks, canonical.
//
// jq 1.8.2 is a module looked for in $JQ_WASM, then build/node_modules (`make deps-check` puts it there);
// jq 1.6 is Debian's `jq`; the program under test is build/$VARIANT/rejig.
import { spawn, spawnSync } from "child_process";
import { webcrypto } from "crypto";
import path from "path";
import { pathToFileURL } from "url";

const home = process.env.JQ_WASM ?? "build/node_modules";
const { loadJq } = await import(pathToFileURL(path.resolve(home, "jq-wasm/dist/index.mjs")).href);
globalThis.crypto ??= webcrypto; // which the module needs, and Node 18 keeps to itself
let jq = await loadJq();
let asked = 0;

// { outputs: lines, message: null or the error }
function answer(stdout, stderr, status) {
  const outputs = stdout.split("\n").filter((line) => line !== "");
  const message = status === 0 ? null : stderr.replace(/^jq: error \([^)]*\):? ?/, "").trim();
  return { outputs, message };
}

// jq 1.8.2's answer
export async function ask(program, input) {
  if (++asked % 500 === 0) jq = await loadJq(); // it keeps what it took of memory
  try {
    const { stdout, stderr, exitCode } = jq.raw(input, program, ["-c"]);
    return answer(stdout, stderr, exitCode);
  } catch (error) {
    jq = await loadJq();
    return { outputs: [], message: `aborted: ${error.message}` };
  }
}

export const has_old = () => spawnSync("jq", ["--version"], { encoding: "utf8" }).stdout?.trim() === "jq-1.6";

// jq 1.6's answer; it works while the caller goes on.
export function ask_old(program, input) {
  return new Promise((resolve, reject) => {
    const jq = spawn("jq", ["-c", program], { timeout: 10000 }); // del(.[nan]) does not end
    const said = ["", ""];
    [jq.stdout, jq.stderr].forEach((stream, i) => stream.setEncoding("utf8").on("data", (text) => void (said[i] += text)));
    jq.on("error", reject).on("close", (status) => resolve(answer(...said, status)));
    jq.stdin.on("error", () => {}).end(input); // it does not read where it does not compile
  });
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

// Two texts of equal values (numbers by value, members in the same order) have one canonical form. What is
// not JSON is its own: jq 1.6 cuts what is nested too deep.
export function canonical(line) {
  try {
    return JSON.stringify(JSON.parse(line));
  } catch {
    return line;
  }
}

// What aborts is taken for too small a stack; that must not be all it does.
const works = await ask(".+1", "1");
if (works.outputs[0] !== "2") throw new Error(`jq 1.8.2 does not work here: ${works.message}`);
