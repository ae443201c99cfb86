// The contract of `format`: which files, what is written and printed, what the exit status says.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { directoryWith, run } from '../support/command.ts';

const UGLY = 'interface i{f:func( );}\n';
const NICE = 'interface i {\n  f: func();\n}\n';

function read(cwd: string, file: string): string {
  return readFileSync(path.join(cwd, file), 'utf8');
}

describe('files', () => {
  it('are rewritten when they change, and named', async () => {
    const cwd = directoryWith({ 'wit/a.wit': UGLY, 'wit/b.wit': NICE, 'wit/c.txt': UGLY });
    expect(await run(cwd, ['format', 'wit'])).toEqual({
      status: 0,
      out: 'wit/a.wit\n',
      err: '1 file formatted, 1 already in the style\n',
    });
    expect(read(cwd, 'wit/a.wit')).toBe(NICE);
    expect(read(cwd, 'wit/c.txt')).toBe(UGLY);
    expect(await run(cwd, ['format', 'wit'])).toMatchObject({ status: 0, out: '' });
  });

  it('of a directory are its own, without what is vendored', async () => {
    const cwd = directoryWith({
      'wit/a.wit': UGLY,
      'wit/deps/d/d.wit': UGLY,
      'wit/deps/e.wit': UGLY,
      'wit/sub/s.wit': UGLY,
    });
    expect(await run(cwd, ['format', 'wit'])).toMatchObject({ out: 'wit/a.wit\n' });
  });

  it('of a directory without any are those of the packages below', async () => {
    const cwd = directoryWith({
      'b/wit/b.wit': UGLY,
      'a/wit/a.wit': UGLY,
      'a/wit/deps/d/d.wit': UGLY,
      'node_modules/x/x.wit': UGLY,
      'README.md': '',
    });
    expect(await run(cwd, ['format', '.'])).toMatchObject({ status: 0, out: 'a/wit/a.wit\nb/wit/b.wit\n' });
  });

  it('may be compositions', async () => {
    const ugly = 'package a:b;\nlet x=new c:d{...};\n';
    const nice = 'package a:b;\n\nlet x = new c:d { ... };\n';
    const cwd = directoryWith({
      'app.wac': ugly,
      'wit/a.wit': UGLY,
      'wit/b.wac': `\ufeff${ugly.replaceAll('\n', '\r\n')}`,
      'wit/deps/c.wac': ugly,
      'node_modules/d.wac': ugly,
    });
    expect(await run(cwd, ['format', '--check', '.'])).toEqual({
      status: 1,
      out: 'app.wac\nwit/a.wit\nwit/b.wac\n',
      err: '3 files would change, 0 already in the style\n',
    });
    const { status, out } = await run(cwd, ['format', '--diff', 'app.wac']);
    expect(status).toBe(1);
    expect(out).toContain('-let x=new c:d{...};\n+\n+let x = new c:d { ... };\n');
    expect(read(cwd, 'app.wac')).toBe(ugly);
    expect(await run(cwd, ['format', '.'])).toMatchObject({ status: 0, out: 'app.wac\nwit/a.wit\nwit/b.wac\n' });
    expect(read(cwd, 'app.wac')).toBe(nice);
    expect(read(cwd, 'wit/b.wac')).toBe(`\ufeff${nice.replaceAll('\n', '\r\n')}`);
    expect(await run(cwd, ['format', '--check', '.'])).toMatchObject({ status: 0, out: '' });
  });

  it('that are broken compositions are formatted but for what is broken', async () => {
    const cwd = directoryWith({ 'a.wac': 'package a:b;\n\nrecord r {a:u8}\nexport   x;\n' });
    const { status, err } = await run(cwd, ['format', 'a.wac']);
    expect(status).toBe(0);
    expect(err).toContain('a.wac:3: `a:u8` without a space is a package; write `a: u8`; what is broken stays as it is');
    expect(read(cwd, 'a.wac')).toBe('package a:b;\n\nrecord r {a:u8}\nexport x;\n');
  });

  it('can be vendored ones when they are asked for', async () => {
    const cwd = directoryWith({ 'wit/deps/d/d.wit': UGLY });
    expect(await run(cwd, ['format', 'wit/deps/d'])).toMatchObject({ out: 'wit/deps/d/d.wit\n' });
  });

  it('are formatted once', async () => {
    const cwd = directoryWith({ 'wit/a.wit': UGLY });
    expect(await run(cwd, ['format', 'wit/a.wit', './wit', 'wit'])).toMatchObject({ out: 'wit/a.wit\n' });
  });

  it('behind links of a directory are not touched', async () => {
    const cwd = directoryWith({ 'other/a.wit': UGLY, 'wit/a.wit': '->../other/a.wit', 'wit/b.wit': UGLY });
    expect(await run(cwd, ['format', 'wit'])).toMatchObject({ out: 'wit/b.wit\n' });
    expect(read(cwd, 'other/a.wit')).toBe(UGLY);
  });

  it('keep their line ends and byte order mark', async () => {
    const cwd = directoryWith({ 'a.wit': `\ufeff${UGLY.replace('\n', '\r\n')}` });
    await run(cwd, ['format', 'a.wit']);
    expect(read(cwd, 'a.wit')).toBe(`\ufeff${NICE.replaceAll('\n', '\r\n')}`);
  });

  it('follow .editorconfig, and --width above it', async () => {
    const config = '[*.wit]\nindent_style = tab\nmax_line_length = 20\nend_of_line = crlf\n';
    const cwd = directoryWith({ '.editorconfig': config, 'a.wit': 'interface i {\n  f: func(aaaaa: u8);\n}\n' });
    await run(cwd, ['format', 'a.wit']);
    expect(read(cwd, 'a.wit')).toBe('interface i {\r\n\tf: func(\r\n\t\taaaaa: u8,\r\n\t);\r\n}\r\n');
    await run(cwd, ['format', '--width', '60', 'a.wit']);
    expect(read(cwd, 'a.wit')).toBe('interface i {\r\n\tf: func(aaaaa: u8);\r\n}\r\n');
  });
});

describe('--check and --diff', () => {
  it('write nothing and say so in the exit status', async () => {
    const cwd = directoryWith({ 'a.wit': UGLY, 'b.wit': NICE });
    expect(await run(cwd, ['format', '--check', '.'])).toEqual({
      status: 1,
      out: 'a.wit\n',
      err: '1 file would change, 1 already in the style\n',
    });
    expect(await run(cwd, ['format', '--diff', 'a.wit'])).toEqual({
      status: 1,
      out: `--- a.wit\n+++ a.wit\n@@ -1,1 +1,3 @@\n-${UGLY}${NICE.replace(/^/gm, '+').slice(0, -1)}`,
      err: '1 file would change, 0 already in the style\n',
    });
    expect(read(cwd, 'a.wit')).toBe(UGLY);
    expect(await run(cwd, ['format', '--check', '--diff', 'b.wit'])).toMatchObject({ status: 0, out: '' });
  });

  it('show hunks with what is around them', async () => {
    const lines = Array.from({ length: 14 }, (_, index) => `  f${index}: func();\n`);
    lines[4] = '  f4:func();\n';
    lines[13] = '   f13: func();';
    const cwd = directoryWith({ 'a.wit': `interface i {\n${lines.join('')}}` });
    const { out } = await run(cwd, ['format', '--diff', 'a.wit']);
    expect(out).toBe(
      `--- a.wit
+++ a.wit
@@ -3,7 +3,7 @@
   f1: func();
   f2: func();
   f3: func();
-  f4:func();
+  f4: func();
   f5: func();
   f6: func();
   f7: func();
@@ -12,4 +12,5 @@
   f10: func();
   f11: func();
   f12: func();
-   f13: func();}
\\ No newline at end of file
+  f13: func();
+}
`,
    );
  });
});

describe('standard input', () => {
  it('goes to standard output', async () => {
    const cwd = directoryWith({ '.editorconfig': '[*.wit]\nindent_size = 4\n' });
    expect(await run(cwd, ['format', '--stdin'], { stdin: UGLY })).toEqual({
      status: 0,
      out: NICE.replace('  ', '    '),
      err: '',
    });
    expect(await run(cwd, ['format', '--stdin', '--stdin-filepath', 'x.txt'], { stdin: UGLY })).toMatchObject({
      out: NICE,
    });
  });

  it('can be checked and compared', async () => {
    const cwd = directoryWith({});
    expect(await run(cwd, ['format', '--stdin', '--check'], { stdin: UGLY })).toEqual({ status: 1, out: '', err: '' });
    expect(await run(cwd, ['format', '--stdin', '--check'], { stdin: NICE })).toEqual({ status: 0, out: '', err: '' });
    const { status, out } = await run(cwd, ['format', '--stdin', '--diff', '--stdin-filepath', 'a.wit'], {
      stdin: UGLY,
    });
    expect({ status, first: out.split('\n')[0] }).toEqual({ status: 1, first: '--- a.wit' });
  });
});

describe('what goes wrong', () => {
  it('in a broken file, is said, and the rest is formatted', async () => {
    const cwd = directoryWith({ 'a.wit': 'interface i{\n  type t = ;\nf:func( );\n}\n' });
    const { status, out, err } = await run(cwd, ['format', 'a.wit']);
    expect({ status, out }).toEqual({ status: 0, out: 'a.wit\n' });
    expect(err).toMatch(/^a\.wit:2: .*; what is broken stays as it is\n/);
    expect(read(cwd, 'a.wit')).toBe('interface i {\n  type t = ;\n  f: func();\n}\n');
  });

  it('in a file that is not UTF-8, leaves it alone', async () => {
    const cwd = directoryWith({ 'a.wit': new Uint8Array([0x0a, 0xff, 0x0a]), 'b.wit': UGLY });
    const { status, out, err } = await run(cwd, ['format', '.']);
    expect({ status, out }).toEqual({ status: 2, out: 'b.wit\n' });
    expect(err).toContain('a.wit is not UTF-8: line 2 is the first that is not');
  });

  it.each([
    [['format'], 'needs the path'],
    [['format', 'nowhere'], 'no such file or directory: nowhere'],
    [['format', 'a.txt'], 'neither a `.wit` nor a `.wac` file: a.txt'],
    [['format', 'empty'], 'no `.wit` or `.wac` files in empty'],
    [['format', '--width', 'wide', 'a.wit'], '`--width` must be a whole number, at least 1, not `wide`'],
    [['format', '--stdin', 'a.wit'], 'takes no PATH'],
    [['format', '--stdin-filepath', 'x.wit', 'a.wit'], '`--stdin-filepath` needs `--stdin`'],
    [['format', '--nonsense'], 'unknown option `--nonsense`'],
  ])('in arguments: %j', async (args, message) => {
    const cwd = directoryWith({ 'a.wit': UGLY, 'a.txt': '', 'empty/x.md': '' });
    const { status, out, err } = await run(cwd, args);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).toContain(message);
    expect(read(cwd, 'a.wit')).toBe(UGLY);
  });

  it('helps who asks', async () => {
    const { status, out } = await run(directoryWith({}), ['format', '--help']);
    expect(status).toBe(0);
    expect(out).toContain('--stdin-filepath');
  });
});
