// The state of an interpreter in Pyodide, kept so that it can be put back: as good as a new one, and sooner there.
//
// An interpreter is its memory, the JavaScript objects that this memory refers to by number, and the files that
// JavaScript keeps for it. Nothing else changes while Python runs and returns in an orderly way; one that was left by
// an exception is not to be used again.

export class Image {
  constructor(py) {
    this.py = py;
    // What is put back must not be released later, when JavaScript finds that nobody refers to it any more.
    py._module.finalizationRegistry = { register() {}, unregister() {} };
    this.memory = py._module.HEAPU8.slice();
    this.objects = numbered(py._module);
    this.files = new Files(py.FS);
  }

  restore() {
    const { HEAPU8, __hiwire_set } = this.py._module;
    this.files.restore();
    HEAPU8.set(this.memory);
    HEAPU8.fill(0, this.memory.length);
    this.objects.forEach((object, number) => __hiwire_set(number, object));
    return this.py;
  }
}

function numbered(module) {
  const objects = [];
  for (;;) {
    try {
      objects.push(module.__hiwire_get(objects.length));
    } catch {
      return objects;
    }
  }
}

// The file system of Emscripten: a tree of nodes, a table in which they are looked up, and the files that are open.
class Files {
  constructor(FS) {
    this.FS = FS;
    this.place = FS.currentPath;
    this.streams = FS.streams.map((stream) => stream && { stream, kept: { ...stream }, shared: { ...stream.shared } });
    this.table = FS.nameTable.map(chain);
    this.nodes = new Map();
    const waiting = [FS.root, ...this.table.flat()];
    for (const node of waiting) {
      if (this.nodes.has(node)) continue;
      this.nodes.set(node, { ...node, contents: copied(node.contents) });
      if (FS.isDir(node.mode)) waiting.push(...Object.values(node.contents ?? {}));
    }
  }

  restore() {
    const { FS } = this;
    const known = new Set(this.streams.map((one) => one?.stream));
    for (const stream of FS.streams) {
      if (!stream || known.has(stream)) continue;
      try {
        FS.close(stream);
      } catch {
        // It could not be closed in the trial either.
      }
    }
    FS.streams.splice(0, FS.streams.length, ...this.streams.map((one) => one?.stream ?? null));
    for (const one of this.streams.filter(Boolean)) {
      Object.assign(one.stream, one.kept);
      Object.assign(one.stream.shared, one.shared);
    }
    FS.currentPath = this.place;
    for (const [node, kept] of this.nodes) Object.assign(node, kept, { contents: copied(kept.contents) });
    FS.nameTable.fill(undefined);
    for (const nodes of this.table.filter(Boolean)) for (const node of [...nodes].reverse()) FS.hashAddNode(node);
  }
}

function chain(node) {
  const nodes = [];
  for (; node; node = node.name_next) nodes.push(node);
  return nodes;
}

function copied(contents) {
  if (ArrayBuffer.isView(contents)) return contents.slice();
  return contents && { ...contents };
}
