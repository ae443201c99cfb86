// Whatever files, packages, documentation, reasons and branches are called, every command in every format prints text: no
// line, command, link, markup or escape sequence of their own.

import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import MarkdownIt from 'markdown-it';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SERVER } from './support/server.ts';

const EVIL = '::error::owned\u001b[2J\u202e%0A|`](http:evil)<img src=x>"#60;{0}&[a](b)`';
const NAME = `a\n${EVIL}`;
const FILE = `${NAME}/${NAME}.wit`;
/** `#` would name a world. */
const PART = `parts/p${NAME.replaceAll('#', '')}.wit`;
const BRANCH = 'old|<img>`\u202e"#{0}';

function source(extra: string): string {
  // Text that hides something is an error, so that nothing else would be said of the package.
  const plain = NAME.replace('\u001b[2J\u202e', '');
  const docs = `/// [x](http://evil) <img src=x> | \`\`\`\n/** ${plain} */\n`;
  return `package a:b@1.0.0;\n${docs}interface i {\n${docs}  f: func(a: u8${extra}) -> string;\n  @external-id("${plain.replaceAll(/["\n]/g, '')}")\n  g: func();\n}\n${docs}world w { import i; export g: func(y: u8${extra}); }\n`;
}

let directory = '';

function write(file: string, text: string): void {
  mkdirSync(path.dirname(path.join(directory, file)), { recursive: true });
  writeFileSync(path.join(directory, file), text);
}

function git(...args: readonly string[]): void {
  execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@t', ...args], { cwd: directory, stdio: 'ignore' });
}

beforeAll(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'wit-hostile-'));
  write(FILE, source(''));
  git('init', '-q');
  git('add', '-A');
  git('commit', '-qm', 'old');
  git('branch', BRANCH);
  write(FILE, source(', b: u16').replace('-> string', '-> u8'));
  write(
    '.wit-ignore.json',
    JSON.stringify({ ignore: [{ package: 'a:b', codes: ['semver/param-added'], reason: NAME, owner: NAME }] }),
  );
  write(
    `bad${NAME}/bad.wit`,
    `package a:\u001b[2J${NAME};\ninterface i { use ${EVIL}.{t}; f: func(x: "${EVIL}", y: nope) }\n// \u202e${NAME}\n`,
  );
  write(PART, source('').replace('a:b', 'a:part'));
  write(`${NAME}.wac`, `package a:c;\nlet x = new no:${EVIL} { ... };\nexport "${NAME}";\n`);
});

afterAll(() => rmSync(directory, { recursive: true, force: true }));

async function run(...args: readonly string[]): Promise<string> {
  const child = execFile(process.execPath, [SERVER, ...args], { cwd: directory });
  const [out, err, status] = await new Promise<[string, string, number | null]>((resolve) => {
    let [stdout, stderr] = ['', ''];
    child.stdout?.on('data', (data) => {
      stdout += data;
    });
    child.stderr?.on('data', (data) => {
      stderr += data;
    });
    child.on('close', (code) => resolve([stdout, stderr, code]));
    child.stdin?.end(source(', c: nope'));
  });
  expect([args, status]).toEqual([args, expect.toSatisfy((it) => it === 0 || it === 1 || it === 2)]);
  // Formatted text is the file's own.
  const printed = args[0] === 'format' && args[1] === '--stdin' ? err : out + err;
  expect([args, printed]).toEqual([args, expect.not.stringMatching(/^::error::owned|internal error/m)]);
  expect([args, err]).toEqual([args, expect.not.stringMatching(HIDDEN)]);
  return out;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const HIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e\u2066]/;
const FORMATS = {
  check: ['pretty', 'json', 'sarif', 'github', 'junit', 'gitlab-code-quality'],
  breaking: ['pretty', 'json', 'sarif', 'github', 'markdown', 'junit', 'gitlab-code-quality'],
  world: ['json', 'mermaid', 'svg'],
  compose: ['pretty', 'json', 'mermaid', 'svg'],
} as const;

const ARGUMENTS: Readonly<Record<keyof typeof FORMATS, readonly (readonly string[])[]>> = {
  check: [['.'], ['--stdin', '--stdin-filepath', FILE], [NAME]],
  breaking: [
    [NAME, '--against', BRANCH, '--fail-on', 'none'],
    [NAME, '--against', 'HEAD'],
    [NAME, '--against', NAME],
  ],
  world: [[FILE], [FILE, NAME]],
  compose: [[PART], [`${NAME}.wac`], [`${FILE}#${NAME}`], [FILE, '--wire', `${EVIL}.x=y.z`]],
};

const CASES = Object.entries(FORMATS).flatMap(([command, formats]) =>
  formats.flatMap((format) =>
    ARGUMENTS[command as keyof typeof FORMATS].map((args) => [command, format, args] as const),
  ),
);

it.concurrent.each(CASES)('%s --format %s %j', async (command, format, args) => {
  const out = await run(command, ...args, '--format', format);
  expect(out).not.toMatch(HIDDEN);
  // The first way of each command shows something.
  if (args === ARGUMENTS[command as keyof typeof FORMATS][0])
    expect(out).toContain(command === 'check' || command === 'breaking' ? 'owned' : 'a:');
  if (out !== '') PROOFS[format]?.(out);
});

const PROOFS: Readonly<Record<string, (out: string) => void>> = {
  json: (out) => expect(JSON.parse(out).version).toBe(1),
  'gitlab-code-quality': (out) => expect(JSON.parse(out)).toBeInstanceOf(Array),
  sarif(out) {
    for (const { message } of JSON.parse(out).runs[0].results) {
      expect(message.text).not.toMatch(/(?<!\\)\](?=\()/);
      expect(message.text).not.toMatch(/(?<!\{)\{\d+\}(?!\})/);
    }
  },
  github: (out) => {
    for (const line of out.trimEnd().split('\n'))
      expect(line).toMatch(/^::(error|warning|notice) (file|title)=[^:]*::/);
  },
  junit: xml,
  svg: xml,
  mermaid(out) {
    // Outside of labels nothing is said that we do not say.
    for (const line of out.trimEnd().split('\n')) {
      const bare = line.replace(/"[^"]*"/g, '""');
      expect(bare).toMatch(/^(flowchart LR| *(end|subgraph p\d+\[""\]|[\w.>✗[({}\])\s-]*("")?[\w.>✗[({}\])\s-]*))$/);
      for (const [, label = ''] of line.matchAll(/"([^"]*)"/g))
        expect(label.replace(/<br\/><b>|<\/b>$/g, '')).not.toMatch(/[<>`]|#(?!\d+;)/);
    }
  },
  markdown(out) {
    const html = new MarkdownIt({ html: true, linkify: false }).render(out);
    expect(html).not.toMatch(/<img|href="http:evil|href="b"|href="http:\/\/evil/);
    // A table has as many cells in each of its rows as in its head.
    for (const [table] of html.matchAll(/<table>[\s\S]*?<\/table>/g)) {
      const rows = [...table.matchAll(/<tr>[\s\S]*?<\/tr>/g)].map(([row]) => row.match(/<t[hd]\b/g)?.length);
      expect(new Set(rows).size).toBe(1);
    }
    for (const line of out.split('\n').filter((it) => it.startsWith('|')))
      expect([6, 8, 5, 9]).toContain(line.replace(/`[^`]*`/g, '').split('|').length);
  },
};

/** Well formed, and no element of a kind that we do not write. */
function xml(out: string): void {
  const open: string[] = [];
  const text = out
    .replace(/^<\?xml[^>]*\?>/, '')
    .replace(/<(\/?)([\w:-]+)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>/g, (...match) => {
      const [, end, name, , alone] = match;
      expect(name).not.toBe('img');
      if (end === '/') expect(open.pop()).toBe(name);
      else if (alone !== '/') open.push(name ?? '');
      return '';
    });
  expect(open).toEqual([]);
  expect(text).not.toContain('<');
  expect(text.replace(/&(amp|lt|gt|quot|#\d+);/g, '')).not.toContain('&');
}

describe('what prints the text of files', () => {
  it.each([
    [['format', '--check', '.']],
    [['format', '--diff', '.']],
    [['format', NAME]],
    [['format', '--stdin']],
    [['world', FILE]],
    [['world', FILE, '--no-reasons']],
    [['compose', FILE, '--format', 'wit']],
    [['check', '.', '--locked']],
    [['check', NAME, '--fix']],
    [['breaking', NAME, '--against', BRANCH, '--suggest']],
    [['breaking', NAME, '--against', BRANCH, '--as', 'wkg']],
    [['breaking', NAME, '--against', BRANCH, '--accept', NAME]],
    [['explain', NAME]],
    [['new', NAME]],
    [['completions', NAME]],
    [[NAME]],
    [['check', `--${NAME}`]],
  ])('%j', async (args) => {
    await run(...args);
  });

  it('the comments of `world` stay comments', async () => {
    const out = await run('world', FILE);
    expect(out).toContain('// a\\u{a}::error::owned');
  });
});

it('a job summary', () => {
  const summary = path.join(directory, 'summary.md');
  execFileSync(process.execPath, [SERVER, 'breaking', NAME, '--against', BRANCH, '--fail-on', 'none'], {
    cwd: directory,
    env: { ...process.env, GITHUB_STEP_SUMMARY: summary },
    stdio: 'ignore',
  });
  PROOFS.markdown?.(readFileSync(summary, 'utf8'));
});
