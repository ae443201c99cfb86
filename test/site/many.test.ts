// A site of many packages by the built program: below 400 MB and 60 seconds of the processor, nothing is written again when
// nothing has changed, and the same files come out wherever it is made. SITE_PACKAGES=1000 in CI; fewer in `npm test`.

import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { filesOf } from './crawl.ts';

const SERVER = path.resolve(import.meta.dirname, '../../dist/server.js');
const PACKAGES = Number(process.env.SITE_PACKAGES ?? '60');
const LIMIT = { megabytes: 400, seconds: 60 };

const work = mkdtempSync(path.join(tmpdir(), 'wit-many-'));

afterAll(() => rmSync(work, { recursive: true, force: true }));

function writePackages(folder: string, count: number): void {
  for (let n = 0; n < count; n++) writePackage(path.join(work, folder, `p${n}`, 'wit'), n);
}

/** About eight kilobytes: four interfaces and two worlds, which use up to eight packages before this one. */
function writePackage(folder: string, n: number): void {
  mkdirSync(folder, { recursive: true });
  const earlier = Array.from({ length: Math.min(8, n) }, (_, at) => n - 1 - at * (1 + (n % 7))).filter((it) => it >= 0);
  const uses = earlier.map((it) => `  use many:p${it}/i${it % 4}@1.${it}.0.{item-0 as from-${it}};\n`).join('');
  for (let i = 0; i < 4; i++) {
    const items = Array.from({ length: 5 }, (_, at) => {
      const docs = `  /// Says what number ${at} of interface ${i} is for — in „words“ that take some room.\n  ///\n  /// See [\`item-0\`].\n`;
      return `${docs}  record item-${at} { first: u32, second: list<option<string>>, third: tuple<u8, string> }\n${docs}  call-${at}: func(a: item-${at}, b: result<u8, string>) -> option<item-${at}>;\n`;
    });
    writeFileSync(
      path.join(folder, `i${i}.wit`),
      `package many:p${n}@1.${n}.0;\n\n/// Interface ${i}.\ninterface i${i} {\n${i === 0 ? uses : ''}${items.join('')}}\n`,
    );
  }
  const imports = earlier.map((it) => `  import many:p${it}/i1@1.${it}.0;\n`).join('');
  writeFileSync(
    path.join(folder, 'w.wit'),
    `package many:p${n}@1.${n}.0;\nworld app {\n${imports}  import i0;\n  export i1;\n}\nworld more { include app; import i2; }\n`,
  );
}

interface Measured {
  readonly err: string;
  readonly megabytes: number;
  readonly seconds: number;
}

/** Node counts itself when it ends. */
const COUNTING =
  'data:text/javascript,process.on("exit",()=>{const it=process.resourceUsage();process.stderr.write(`used ${it.maxRSS} ${it.userCPUTime+it.systemCPUTime}\\n`)})';

async function build(from: string, to: string): Promise<Measured> {
  const args = ['--import', COUNTING, SERVER, 'docs', from, '--out', path.join(work, to)];
  const child = spawn(process.execPath, args, { cwd: work, stdio: ['ignore', 'ignore', 'pipe'] });
  let err = '';
  child.stderr.on('data', (data) => {
    err += data;
  });
  const [status] = await once(child, 'close');
  const [, kilobytes, microseconds] = /used (\d+) (\d+)\n$/.exec(err) ?? [];
  expect(status, err).toBe(0);
  return { err, megabytes: Number(kilobytes) / 1024, seconds: Number(microseconds) / 1e6 };
}

function digestOf(site: string): string {
  const hash = createHash('sha256');
  for (const name of filesOf(path.join(work, site)))
    hash.update(`${name}\n`).update(readFileSync(path.join(work, site, name)));
  return hash.digest('hex');
}

it(`a site of ${PACKAGES} packages takes less than 400 MB and 60 seconds`, { timeout: 600_000 }, async () => {
  writePackages('many', PACKAGES);
  const { err, megabytes, seconds } = await build('many', 'site');
  const [told] = err.split('\n');
  console.log(`${PACKAGES} packages: ${megabytes.toFixed(0)} MB, ${seconds.toFixed(1)} s of the processor, ${told}`);
  expect(Number(/^\d+/.exec(err)?.[0])).toBeGreaterThan(PACKAGES * 10);
  expect(megabytes).toBeLessThan(LIMIT.megabytes);
  expect(seconds).toBeLessThan(LIMIT.seconds);
});

it('what has not changed is not written again, and it is the same byte for byte elsewhere', {
  timeout: 300_000,
}, async () => {
  writePackages('few', 20);
  expect((await build('few', 'one')).err).toMatch(/^(\d+) files, \1 written\n/);
  expect((await build('few', 'one')).err).toMatch(/^\d+ files, 0 written\n/);
  appendFileSync(path.join(work, 'few/p3/wit/i2.wit'), 'interface added { f: func(); }\n');
  // Its own pages and those that list every package or all that is missing.
  expect((await build('few', 'one')).err).toMatch(/^\d+ files, [1-9] written\n/);
  cpSync(path.join(work, 'few'), path.join(work, 'moved'), { recursive: true });
  await build('moved', 'two');
  expect(digestOf('two')).toBe(digestOf('one'));
});
