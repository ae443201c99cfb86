// The copy of the tree that is changed and built; the tree itself is only read. Either every place of the copy tells when it is
// run for the first time, or it holds all mutants of a run at once, each behind a switch that a file beside the copy sets.

import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export class Copy {
  /** `folder` holds the copy in `tree`, beside it `shared` as it is beside the project, and `active`. */
  constructor(root, folder) {
    this.root = root;
    this.folder = folder;
    this.tree = path.join(folder, 'tree');
    this.active = path.join(folder, 'active');
    this.reached = path.join(folder, 'reached');
  }

  make() {
    rmSync(this.folder, { recursive: true, force: true });
    mkdirSync(this.tree, { recursive: true });
    const list = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], {
      cwd: this.root,
      maxBuffer: 1e8,
    });
    for (const name of list.toString().split('\0')) {
      const from = path.join(this.root, name);
      if (name !== '' && existsSync(from)) cpSync(from, path.join(this.tree, name), { verbatimSymlinks: true });
    }
    // Hard links: a symbolic one would lead out of what the reference, as Wasm, may read.
    const link = (from, to) => execFileSync('cp', ['-al', from, to]);
    link(path.join(this.root, 'node_modules'), path.join(this.tree, 'node_modules'));
    const shared = path.join(this.root, '../shared');
    if (existsSync(shared)) link(shared, path.join(this.folder, 'shared'));
    writeFileSync(this.active, '');
  }

  write(name, text) {
    writeFileSync(path.join(this.tree, name), text);
  }

  /** Says what runs now: the number of a mutant or the name of a test file. Every process reads it when it starts. */
  activate(what) {
    writeFileSync(this.active, String(what));
  }

  build() {
    execFileSync('node', ['scripts/build.mjs'], { cwd: this.tree, stdio: ['ignore', 'ignore', 'inherit'] });
  }
}

/** Without a file system (a browser) no mutant is active and nothing is told. */
const FILES = 'globalThis.process?.getBuiltinModule?.("node:fs")';

/** The text of a file with every mutant that is given: `{ id, start, end, text, statement }`. */
export function withMutants(text, mutants, activeFile) {
  const prelude =
    `globalThis.__mutant ??= ((fs) => { try { return fs === undefined ? "" : ` +
    `fs.readFileSync(${JSON.stringify(activeFile)}, "utf8"); } catch { return ""; } })(${FILES});`;
  const by = new Map();
  for (const it of mutants) {
    const key = `${it.start} ${it.end} ${it.statement === true}`;
    by.set(key, [...(by.get(key) ?? []), it]);
  }
  const wrap = (span, inner) => {
    if (span.statement) return `if (${span.all.map(isOff).join(' && ')}) {${inner}}`;
    return span.all.reduce((rest, it) => `(globalThis.__mutant === "${it.id}" ? (${it.text}) : ${rest})`, `(${inner})`);
  };
  const spans = [...by.values()].map((all) => ({ ...all[0], all }));
  return behindHashbang(text, prelude, nest(text, spans, wrap));
}

function isOff(mutant) {
  return `globalThis.__mutant !== "${mutant.id}"`;
}

/** The text of a file in which every place tells its number once: `places` with `number`, the module first. */
export function withProbes(text, places, copy) {
  const prelude =
    `globalThis.__reached ??= ((fs) => { if (fs === undefined) return () => {}; ` +
    `let to; const seen = []; return (at) => { if (seen[at] === true) return; seen[at] = true; ` +
    `to ??= fs.openSync(${JSON.stringify(`${copy.reached}/`)} + ` +
    `fs.readFileSync(${JSON.stringify(copy.active)}, "utf8") + "." + process.pid, "a"); ` +
    `fs.writeSync(to, at + "\\n"); }; })(${FILES});`;
  const wrap = (place, inner) => {
    const probe = `globalThis.__reached(${place.number})`;
    if (place.kind === 'block') return `{${probe};${inner.slice(1)}`;
    if (place.kind === 'statement') return `{${probe};${inner}}`;
    if (place.kind === 'case') return `${probe};${inner}`;
    return `(${probe},${inner})`;
  };
  const [module, ...inner] = places;
  return behindHashbang(text, `${prelude} globalThis.__reached(${module.number});`, nest(text, inner, wrap));
}

/** Spans that lie inside one another or beside each other, each wrapped, the inner ones first. */
function nest(text, spans, wrap) {
  const sorted = [...spans].sort(
    (a, b) => a.start - b.start || b.end - a.end || Number(b.statement ?? 0) - Number(a.statement ?? 0),
  );
  let next = 0;
  const render = (start, end) => {
    let out = '';
    let at = start;
    while (next < sorted.length && sorted[next].start < end) {
      const span = sorted[next];
      next++;
      out += text.slice(at, span.start) + wrap(span, render(span.start, span.end));
      at = span.end;
    }
    return out + text.slice(at, end);
  };
  return render(0, text.length);
}

/** The prelude goes onto the first line, so that lines keep their numbers. */
function behindHashbang(original, prelude, text) {
  if (!original.startsWith('#!')) return `${prelude} ${text}`;
  const line = text.indexOf('\n') + 1;
  return `${text.slice(0, line)}${prelude} ${text.slice(line)}`;
}
