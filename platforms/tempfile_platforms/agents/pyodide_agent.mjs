// Hosts the Python agent in Pyodide under node: JavaScript reads the lines and calls a Python function with each.
//
//   PYODIDE=DIR PYODIDE_FILES=memfs|nodefs node pyodide_agent.mjs python_agent.py
//
// The interpreter is started once, imports the implementation, and its memory is kept. Every trial begins with that
// memory, so it is untouched by earlier ones although nothing here can fork: an interpreter that the last trial left in
// an orderly way is put back to what it was, and a new one is made of the memory where there is none.

import fs from "node:fs";
import path from "node:path";
import readline from "node:readline";
import { pathToFileURL } from "node:url";
import { Image } from "./pyodide_image.mjs";

const { loadPyodide } = await import(pathToFileURL(path.join(process.env.PYODIDE, "pyodide.mjs")));
const files = process.env.PYODIDE_FILES;
const agent = fs.readFileSync(process.argv[2], "utf8");
const scratch = process.cwd();

const GLUE = `
import sys
sys.path.insert(0, "/agent")
import python_agent
sys.path.remove("/agent")
guest = python_agent.Guest(dict(runtime))
`;

const instantiate = WebAssembly.instantiate;
const compiled = [];

// Pyodide hands over the code of its interpreter at every start, and it would be compiled each time.
WebAssembly.instantiate = async (code, imports) => {
  if (code instanceof WebAssembly.Module) return instantiate(code, imports);
  const bytes = ArrayBuffer.isView(code) ? Buffer.from(code.buffer, code.byteOffset, code.byteLength) : Buffer.from(code);
  let known = compiled.find((one) => one.bytes.equals(bytes));
  if (!known) compiled.push((known = { bytes, module: await WebAssembly.compile(code) }));
  return { module: known.module, instance: await instantiate(known.module, imports) };
};

let shared = [];
let memory = null;
let image = null;
let instance = null;

async function start() {
  const quiet = { stdin: () => null, stdout: say, stderr: say, env: { ...process.env } };
  const py = await loadPyodide({ ...quiet, ...(memory ? { _loadSnapshot: memory } : { _makeSnapshot: true }) });
  for (const folder of files === "nodefs" ? [scratch, ...shared] : shared) {
    py.FS.mkdirTree(folder);
    py.FS.mount(py.FS.filesystems.NODEFS, { root: folder }, folder);
  }
  py.FS.mkdirTree(scratch);
  py.FS.chdir(scratch);
  return py;
}

async function renewed() {
  if (image) return image.restore();
  const py = await start();
  // What JavaScript remembers of the first call belongs to the state that is kept.
  py.runPython("''");
  image = new Image(py);
  return py;
}

function say(text) {
  process.stderr.write(text + "\n");
}

async function hello(text) {
  const request = JSON.parse(text);
  shared = [...(request.path ?? [])];
  if (request.implementation.endsWith(".py")) shared.push(path.dirname(request.implementation));
  instance = await start();
  instance.FS.mkdirTree("/agent");
  instance.FS.writeFile("/agent/python_agent.py", agent);
  const runtime = `executable=None${files === "memfs" ? ", filesystem='memfs'" : ""}`;
  instance.runPython(GLUE.replace("runtime", runtime));
  const reply = call(text);
  memory = instance.makeMemorySnapshot();
  instance = null;
  return reply;
}

function call(text) {
  // As a literal: an object handed over would have to be part of the memory that is kept.
  return instance.runPython(`guest.line(${JSON.stringify(text)})[0] or ""`);
}

function answer(message) {
  fs.writeSync(1, typeof message === "string" ? message + "\n" : JSON.stringify(message) + "\n");
}

let begun = null;
let swept = null;
for await (const text of readline.createInterface({ input: process.stdin })) {
  if (!text.trim()) continue;
  const { id, op, isolation, directory } = JSON.parse(text);
  if (op === "hello") {
    answer(await hello(text));
    continue;
  }
  if (op === "begin") {
    if (swept) fs.rmSync(swept, { recursive: true, force: true });
    swept = directory;
    instance = await renewed();
    begun = id;
  }
  if (instance === null) {
    answer({ id, refused: `${op} needs a trial` });
    continue;
  }
  let reply = "";
  let ended = { status: 0 };
  try {
    reply = call(text);
  } catch (error) {
    // The runtime is gone: it exited, or WebAssembly stopped it.
    say(String(error));
    ended = typeof error.status === "number" ? { status: error.status } : { signal: 6 };
    instance = image = null;
  }
  if (reply) answer(reply);
  if (!reply || (op === "begin" && "refused" in JSON.parse(reply))) {
    answer({ id: begun, ended });
    if (isolation === "process") process.exit(0);
  }
}
