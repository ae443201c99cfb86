// The sources that are mutated, as syntax trees, and whether a changed one still type-checks. One process of the TypeScript
// compiler answers for all of them; it reads a changed file from here, so nothing is written.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { API } from 'typescript/unstable/sync';

export class Project {
  #root;
  #config;
  #texts = new Map();
  #api;
  #snapshot;

  constructor(root) {
    this.#root = root;
    this.#config = path.join(root, 'tsconfig.mutants.json');
    const compilerOptions = { noUnusedLocals: false, noUnusedParameters: false };
    const include = ['server/src', 'client/src'];
    this.#texts.set(
      this.#config,
      JSON.stringify({ extends: './tsconfig.json', compilerOptions, include, exclude: ['**/*.test.ts'] }),
    );
    const has = (name) => (this.#texts.has(name) ? true : undefined);
    this.#api = new API({ cwd: root, fs: { readFile: (name) => this.#texts.get(name), fileExists: has } });
    this.#snapshot = this.#api.updateSnapshot({ openProjects: [this.#config] });
  }

  close() {
    this.#api.close();
  }

  #program() {
    return this.#snapshot.getProject(this.#config).program;
  }

  /** Paths of the files that run, relative, in a fixed order: types alone and what is generated are no use. */
  names() {
    const all = this.#snapshot.getProject(this.#config).rootFiles.map((it) => path.relative(this.#root, it));
    return all.filter((it) => !it.endsWith('/kinds.ts') && !it.endsWith('.d.ts')).sort();
  }

  tree(name) {
    return this.#program().getSourceFile(path.join(this.#root, name));
  }

  text(name) {
    return readFileSync(path.join(this.#root, name), 'utf8');
  }

  /** Whether the file type-checks with this text. What imports it is not asked. */
  accepts(name, text) {
    const file = path.join(this.#root, name);
    const check = () => {
      const next = this.#api.updateSnapshot({ fileChanges: { changed: [file] } });
      this.#snapshot.dispose();
      this.#snapshot = next;
    };
    this.#texts.set(file, text);
    check();
    const program = this.#program();
    const wrong = program.getSyntacticDiagnostics(file).length + program.getSemanticDiagnostics(file).length;
    this.#texts.delete(file);
    check();
    return wrong === 0;
  }
}
