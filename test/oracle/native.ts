// The reference as a native program (`test/oracle/native`): verdicts of the newest wit-parser, wit-component and wasmparser.

import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { tool } from '../support/tools.ts';
import type { Verdict } from './reference.ts';

/** What `test/oracle/native` answers. */
interface Answer {
  readonly verdict: 'accept' | 'reject' | 'panic';
  readonly level?: 'resolve' | 'encode';
  readonly message: string;
  /** Printed worlds by name. */
  readonly worlds?: Readonly<Record<string, string>>;
}

/** A package in memory; `path` and the keys are absolute, below one directory. */
export interface Question {
  readonly path: string;
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly features: readonly string[];
}

/** What it was doing when something was wrong. */
const CONTEXT = /^(?:failed to [^:\n]*: (?:\/\S*: )?)+/;

export class NativeReference {
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #lines: AsyncIterator<string>;
  readonly #folder = mkdtempSync(path.join(os.tmpdir(), 'wit-reference-'));
  #last: Promise<unknown> = Promise.resolve();
  #count = 0;

  private constructor(program: string) {
    this.#process = spawn(program, ['--worlds']);
    this.#process.unref();
    this.#lines = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]();
  }

  /** Undefined where the program was not built. */
  static find(program = tool('wit-reference')): NativeReference | undefined {
    return program === undefined ? undefined : new NativeReference(program);
  }

  close(): void {
    this.#process.kill();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Resolution, and the package and its worlds encoded and validated. */
  async verdict(question: Question): Promise<Verdict> {
    const { verdict, level, message } = await this.#ask(question);
    if (verdict === 'accept') return { kind: 'accept' };
    if (verdict === 'panic') return { kind: 'no-verdict', message };
    return { kind: 'reject', level: level === 'encode' ? 'L2' : 'L1', message };
  }

  /** The same of a path on the disk. */
  at(file: string, features: readonly string[]): Promise<Answer> {
    const answer = this.#last.then(async () => {
      this.#process.stdin.write(`${file}\t${features.join(',')}\n`);
      const { value } = await this.#lines.next();
      return JSON.parse(String(value)) as Answer;
    });
    this.#last = answer.catch(() => undefined);
    return answer;
  }

  async #ask({ path: at, files, features }: Question): Promise<Answer> {
    const folder = path.join(this.#folder, `${this.#count++}`);
    for (const [name, bytes] of files) {
      const file = path.join(folder, name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, bytes);
    }
    mkdirSync(path.join(folder, at.endsWith('.wit') ? path.dirname(at) : at), { recursive: true });
    const answer = await this.at(path.join(folder, at), features);
    rmSync(folder, { recursive: true, force: true });
    return { ...answer, message: answer.message.replaceAll(folder, '').replace(CONTEXT, '') };
  }
}
