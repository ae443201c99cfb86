// Real git repositories in temporary folders, made with git itself and with nothing of the machine's configuration.

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';

const ENV = {
  PATH: process.env.PATH,
  HOME: '/nonexistent',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_AUTHOR_NAME: 'test',
  GIT_AUTHOR_EMAIL: 'test@example.invalid',
  GIT_COMMITTER_NAME: 'test',
  GIT_COMMITTER_EMAIL: 'test@example.invalid',
};

export type Files = Readonly<Record<string, string | Uint8Array>>;

export function temporary(): string {
  const directory = mkdtempSync(path.join(tmpdir(), 'wit-git-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

export class TestRepository {
  readonly path: string;
  /** Commits are a minute apart: tags have an order. */
  #minute = 0;

  constructor(directory: string) {
    this.path = directory;
  }

  static create(files?: Files): TestRepository {
    const it = new TestRepository(temporary());
    it.git('init', '-q', '-b', 'main');
    if (files !== undefined) it.commit(files);
    return it;
  }

  git(...args: string[]): string {
    const date = new Date(Date.UTC(2026, 0, 1, 0, this.#minute)).toISOString().replace('.000', '');
    const env = { ...ENV, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date };
    const options = ['-c', 'protocol.file.allow=always', '-c', 'advice.detachedHead=false'];
    return execFileSync('git', [...options, ...args], { cwd: this.path, env, encoding: 'utf8', stdio: 'pipe' }).trim();
  }

  write(files: Files): void {
    for (const [name, text] of Object.entries(files)) {
      const file = path.join(this.path, name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
  }

  /** A symbolic link; `target` is absolute, or a path from the top of the repository. */
  link(name: string, target: string): void {
    const file = path.join(this.path, name);
    mkdirSync(path.dirname(file), { recursive: true });
    symlinkSync(path.resolve(this.path, target), file);
  }

  remove(...names: string[]): void {
    for (const name of names) rmSync(path.join(this.path, name), { recursive: true, force: true });
  }

  read(name: string): string {
    return readFileSync(path.join(this.path, name), 'utf8');
  }

  commit(files: Files = {}): string {
    this.#minute++;
    this.write(files);
    this.git('add', '-A');
    this.git('commit', '-q', '--allow-empty', '-m', `change ${this.#minute}`);
    return this.git('rev-parse', 'HEAD');
  }

  tag(name: string): void {
    this.git('tag', '-a', '-m', name, '--', name);
  }

  /** A clone beside it, from a URL so that depth counts. */
  clone(...options: string[]): TestRepository {
    const directory = path.join(temporary(), 'clone');
    this.git('clone', '-q', ...options, `file://${this.path}`, directory);
    return new TestRepository(directory);
  }
}

/** A package with one interface, as one file. */
export function wit(body: string, version = '1.0.0', name = 'shop:cart'): string {
  return `package ${name}@${version};\n\ninterface api {\n  ${body}\n}\n`;
}
