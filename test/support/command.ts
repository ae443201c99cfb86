// Runs the command line inside the test, on a directory of its own with the files that the test gives.

import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { main } from '../../server/src/cli/main.ts';
import { nodeHost } from '../../server/src/hosts/node.ts';
import type { Host } from '../../server/src/workspace/host.ts';
import { followsSchema } from './output-schema.ts';
import { readPages } from './pages.ts';
import { testParser } from './parser.ts';

export interface Ran {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

export interface Surroundings {
  readonly env?: Readonly<Record<string, string>>;
  readonly terminal?: boolean;
  readonly stdin?: string | Uint8Array;
  readonly host?: Host;
}

/** A directory with files, gone after the test. A content that begins with `->` makes a symbolic link. */
export function directoryWith(files: Readonly<Record<string, string | Uint8Array>>): string {
  const directory = mkdtempSync(path.join(tmpdir(), 'wit-cli-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(directory, name);
    mkdirSync(path.dirname(file), { recursive: true });
    if (typeof content === 'string' && content.startsWith('->')) symlinkSync(content.slice(2), file);
    else writeFileSync(file, content);
  }
  return directory;
}

export async function run(cwd: string, args: readonly string[], around: Surroundings = {}): Promise<Ran> {
  let out = '';
  let err = '';
  const terminal = around.terminal ?? false;
  const status = await main(args, {
    cwd,
    env: around.env ?? {},
    host: around.host ?? nodeHost(),
    terminal: { out: terminal, err: terminal },
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    parser: testParser,
    pages: async () => new Map([...readPages()].map(([code, { text: page }]) => [code, page])),
    siteAssets: async () =>
      new Map(['site.css', 'icon.svg', 'theme.js', 'search.js', 'latest.js'].map((it) => [it, ''])),
    stdin: async () => new Uint8Array(Buffer.from(around.stdin ?? '')),
  });
  followsSchema(args, out);
  return { status, out, err };
}
