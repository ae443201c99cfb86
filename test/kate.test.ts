// The definitions for Kate, read by the program of KSyntaxHighlighting. Without it this is skipped, and says so.

import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { KEYWORDS } from '../server/src/syntax/lexer.ts';

const FOLDER = fileURLToPath(new URL('../editors/kate', import.meta.url));
const PROGRAM = 'kate-syntax-highlighter';
const hasProgram = spawnSync(PROGRAM, ['--version'], { env: offscreen(tmpdir()) }).status === 0;

function offscreen(data: string): NodeJS.ProcessEnv {
  return { ...process.env, XDG_DATA_HOME: data, QT_QPA_PLATFORM: 'offscreen', LC_ALL: 'C.UTF-8' };
}

/** Lines of HTML in which what is coloured stands in a `span`. */
function coloured(name: string, text: string): string[] {
  const folder = mkdtempSync(path.join(tmpdir(), 'wit-kate-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(FOLDER, path.join(folder, 'org.kde.syntax-highlighting/syntax'), { recursive: true });
  const file = path.join(folder, name);
  writeFileSync(file, text);
  const { stdout, stderr } = spawnSync(PROGRAM, ['--theme', 'Breeze Light', file], {
    env: offscreen(folder),
    encoding: 'utf8',
    timeout: 30_000,
  });
  expect(stderr).toBe('');
  return /<pre>\n([\s\S]*)<\/pre>/.exec(stdout)?.[1]?.split('\n') ?? [];
}

const wrapped = (text: string) => expect.stringMatching(new RegExp(`^<span [^>]*>${text}</span>$`));

describe.skipIf(!hasProgram)('Kate (skipped without kate-syntax-highlighter)', () => {
  it.each([
    ['a.wit', []],
    ['a.wac', ['let', 'new', 'targets']],
  ])('colours every word of %s, but none inside a name', (name, more) => {
    const words = [...KEYWORDS, ...more].filter((it) => it !== '_');
    const found = coloured(name, words.map((it) => `${it}\na-${it} ${it}-a %${it}\n`).join(''));
    for (const [index, it] of words.entries()) {
      expect(found[index * 2]).toEqual(wrapped(it));
      expect(found[index * 2 + 1]).toBe(`a-${it} ${it}-a %${it}`);
    }
  });

  it('knows comments in comments, docs, functions and attributes', () => {
    const text = '/* a /* b */ type */\n/// type\n// type\nx-type: async func();\n@since(version = 1.0.0)\n';
    const [block, docs, line, func, since] = coloured('a.wit', text);
    expect(block).toEqual(wrapped('/\\* a /\\* b \\*/ type \\*/'));
    expect(docs).toEqual(wrapped('/// type'));
    expect(line).toEqual(wrapped('// type'));
    expect(docs?.split('>')[0]).not.toBe(line?.split('>')[0]);
    expect(func).toMatch(/^<span [^>]*>x-type<\/span>: <span [^>]*>async<\/span> <span [^>]*>func<\/span>\(\);$/);
    expect(since).toMatch(/^<span [^>]*>@since<\/span>\(version = 1.0.0\)$/);
  });
});
