// The reference as a native program (`test/oracle/native`): verdicts of the newest wit-parser, wit-component and wasmparser.

import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
  /** By world, why the old version does not fit the new one, and the other way round; null where it does. */
  readonly semver?: Readonly<Record<string, readonly [forth: string | null, back: string | null]>> | null;
}

/** A package in memory; `path` and the keys are absolute, below one directory. */
export interface Question {
  readonly path: string;
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly features: readonly string[];
}

/** A binary that the reference made, and what it prints of it. */
export interface Made {
  /** Empty for the package, else the world that the component is of. */
  readonly world: string;
  readonly bytes: Uint8Array;
  readonly text: string;
}

/** What it was doing when something was wrong. */
const CONTEXT = /^(?:failed to [^:\n]*: (?:\/\S*: )?)+/;

export class NativeReference {
  readonly #program: string;
  #process: ChildProcessWithoutNullStreams;
  #lines: AsyncIterator<string>;
  readonly #folder = mkdtempSync(path.join(os.tmpdir(), 'wit-reference-'));
  #last: Promise<unknown> = Promise.resolve();
  #count = 0;
  #asked = 0;

  private constructor(program: string) {
    mkdirSync(path.join(this.#folder, 'made'));
    this.#program = program;
    [this.#process, this.#lines] = this.#start();
  }

  #start(): [ChildProcessWithoutNullStreams, AsyncIterator<string>] {
    const process = spawn(this.#program, ['--worlds', '--encode', path.join(this.#folder, 'made')]);
    process.unref();
    process.stdin.on('error', () => {});
    this.#asked = 0;
    return [process, createInterface({ input: process.stdout })[Symbol.asyncIterator]()];
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

  /** The package as a binary and a component of each of its worlds, as far as the reference can print them. */
  async made(question: Question): Promise<readonly Made[]> {
    const { worlds = {} } = await this.#ask(question);
    const made = path.join(this.#folder, 'made', `${this.#asked - 1}`);
    return ['', ...Object.keys(worlds)].flatMap((world) => {
      const name = world === '' ? made : `${made}.${world}`;
      if (!existsSync(`${name}.wit`)) return [];
      return { world, bytes: Uint8Array.from(readFileSync(`${name}.wasm`)), text: readFileSync(`${name}.wit`, 'utf8') };
    });
  }

  /** The same of a path on the disk. */
  at(file: string, features: readonly string[]): Promise<Answer> {
    return this.#line(`${file}\t${features.join(',')}`);
  }

  /** `semver-check` of every world that two versions of a package have, both in folders on the disk. */
  async versions(before: string, after: string): Promise<NonNullable<Answer['semver']>> {
    return (await this.#line(`${after}\t\t${before}`)).semver ?? {};
  }

  #line(line: string): Promise<Answer> {
    const answer = this.#last.then(async () => {
      this.#forget();
      this.#asked++;
      this.#process.stdin.write(`${line}\n`);
      const { value } = await this.#lines.next();
      if (value !== undefined) return JSON.parse(String(value)) as Answer;
      // A stack that overflows ends the program.
      [this.#process, this.#lines] = this.#start();
      return { verdict: 'panic', message: 'the reference ended' } as const;
    });
    this.#last = answer.catch(() => undefined);
    return answer;
  }

  /** What was made of the question before. */
  #forget(): void {
    if (this.#asked === 0) return;
    rmSync(path.join(this.#folder, 'made'), { recursive: true });
    mkdirSync(path.join(this.#folder, 'made'));
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
