// Takes a Kakoune with kakoune-lsp through the steps of steps.mjs, by keys, with the server installed from the packed package.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root } from '../installed.mjs';
import { installPacked } from '../packed.mjs';
import { makeSteps, OUTSIDE } from '../steps.mjs';
import { until } from '../until.mjs';
import { Kakoune } from './kakoune.mjs';

/** kakoune-lsp, which cargo builds: `$KAK_LSP`, else among the Rust tools. */
function kakouneLsp() {
  const tools = () => execFileSync(path.join(root, 'scripts/rust-tools.sh'), ['--folder'], { encoding: 'utf8' }).trim();
  return process.env.KAK_LSP ?? path.join(tools(), 'bin/kak-lsp');
}

export async function runKakoune() {
  const LSP = kakouneLsp();
  const version = (program, flag) => spawnSync(program, [flag], { encoding: 'utf8' });
  const [kakoune, lsp] = [version('kak', '-version'), version(LSP, '--version')];
  if (kakoune.status !== 0) throw new Error('kak is not there: scripts/install-editors.sh');
  if (lsp.status !== 0) throw new Error('kak-lsp is not there: scripts/rust-tools.sh kak-lsp');
  const directory = mkdtempSync(path.join(tmpdir(), 'wit-kak-'));
  const bin = installPacked(path.join(directory, 'package'));
  const project = path.join(directory, 'steps');
  mkdirSync(project);
  makeSteps(project);
  mkdirSync(path.join(directory, 'kak'));
  const config = `evaluate-commands %sh{'${LSP}'}\nsource '${path.join(root, 'editors/kakoune/wit.kak')}'\n`;
  writeFileSync(path.join(directory, 'kak/kakrc'), config);
  const environment = {
    ...process.env,
    HOME: directory,
    XDG_CONFIG_HOME: directory,
    XDG_RUNTIME_DIR: directory,
    XDG_CACHE_HOME: directory,
    PATH: [bin, path.dirname(LSP), process.env.PATH].join(path.delimiter),
  };
  const editor = new Kakoune(project, environment, path.join(directory, 'out'));
  try {
    const results = [];
    for (const [title, run] of steps(editor, project, environment)) {
      const started = Date.now();
      const error = await run().then(
        () => undefined,
        async (it) => `${it.stack ?? it}\n${await editor.state()}`,
      );
      results.push({ title, milliseconds: Date.now() - started, ...(error !== undefined && { error }) });
    }
    // Debian's says that its version is unknown.
    const debian = spawnSync('dpkg-query', ['-W', '-f', '${source:Upstream-Version}', 'kakoune'], { encoding: 'utf8' });
    const [own, client] = [kakoune, lsp].map((it) => it.stdout.trim().split(' ').at(-1));
    const name = own === 'unknown' && debian.status === 0 ? debian.stdout : own;
    return { editor: `Kakoune ${name} with kakoune-lsp ${client}`, results };
  } finally {
    await editor.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

function steps(editor, project, environment) {
  const outside = (what) => {
    const { status, stdout, stderr } = spawnSync(OUTSIDE, [what], { cwd: project, env: environment, encoding: 'utf8' });
    if (status !== 0) throw new Error(`${what}: ${stdout}${stderr}`);
  };
  const has = (text) => until(`the text ${text}`, async () => (await editor.text()).includes(text));
  const shows = (pattern) =>
    until(`findings like ${pattern}`, async () => {
      const { count, messages } = await editor.findings();
      return pattern === undefined ? count === 0 : pattern.test(messages);
    });
  const open = async (name) => {
    await editor.command(`edit ${name}`);
    await until(`the file ${name}`, async () => (await editor.file()).endsWith(name));
  };
  /** Selects a text, searched for from the top. */
  const select = (text) => editor.keys('<esc>', 'gg', `/\\Q${text}\\E<ret>`);
  const complete = async (line, whole) => {
    await select('  find: ');
    editor.keys(
      'O',
      '<c-u>',
      ...[...line.replace(/^ +/, '')].map((it) => (it === '<' ? '<lt>' : it === '>' ? '<gt>' : it)),
    );
    const word = whole.split(' ').at(-1);
    await until('completions', async () => (await editor.completions()).includes(`${word}|`));
    editor.keys('<c-n>', '<semicolon>', '<esc>');
    await has(`\n  ${whole};\n`);
  };
  const definition = async (text, name, line) => {
    await open('wit/desk.wit');
    await select(text);
    await editor.command('lsp-definition');
    await until(`the file ${name}`, async () => (await editor.file()).endsWith(name));
    await until(`the line ${line}`, async () => (await editor.line()).includes(line));
  };
  return Object.entries({
    'shows a finding at open': async () => {
      await until('Kakoune', async () => (await editor.file()) === '*scratch*');
      await open('wit/desk.wit');
      await shows(/unknown type `strin`/);
    },
    'follows a word that is typed': async () => {
      await select('strin)');
      editor.keys('<semicolon>', 'i', 'g', '<esc>');
      await has('id: string)');
      await shows();
    },
    'accepts a completion': () => complete('now: func() -> amo', 'now: func() -> amount'),
    'accepts a completion with its `use`': async () => {
      await complete('part: func() -> perc', 'part: func() -> percent');
      await has('{amount, percent}');
    },
    'goes to a definition in a dependency': () => definition('amount,', 'money.wit', 'record amount'),
    'goes to a definition in a .wasm': async () => {
      await definition('instant}', 'clock.wasm.wit', 'record instant');
      await has('package acme:clock@1.0.0;');
    },
    'renames over two files': async () => {
      await open('wit/desk.wit');
      await select('order}');
      await editor.command('lsp-rename sale');
      await has('use types.{sale};');
      await editor.command('write-all');
      const types = path.join(project, 'wit/types.wit');
      await until('the file on disk', () => readFileSync(types, 'utf8').includes('record sale {'));
    },
    'formats as `format --check` wants it': async () => {
      await open('wit/desk.wit');
      editor.keys('<esc>', '%', 's^  <ret>', 'c', '<tab>', '<esc>', ',');
      await has('\tnow: func');
      await editor.command('set-option buffer tabstop 8');
      await editor.command('lsp-formatting');
      await has('\n  now: func() -> amount;\n');
      await editor.command('write');
      outside('formatted');
    },
    'sees what was fetched into deps/ outside': async () => {
      await open('needs/wit/needs.wit');
      await shows(/acme:other/);
      outside('fetch');
      await shows();
    },
    'sees a commit': async () => {
      await open('wit/desk.wit');
      for (const what of ['commit', 'uncommit', 'commit']) {
        if (what === 'commit') await until('a finding', async () => (await editor.findings()).count > 0);
        outside(what);
        if (what === 'commit') await shows();
      }
    },
    'sees a checkout': async () => {
      outside('branch');
      await shows(/`kind`/);
      outside('main');
      await shows();
    },
    'goes on after a restart of the server': async () => {
      await editor.command('lsp-restart');
      await select('string)');
      editor.keys('<semicolon>', 'i', 'x', '<esc>');
      await shows(/unknown type/);
      editor.keys('u');
      await shows();
      await definition('instant}', 'clock.wasm.wit', 'record instant');
    },
  });
}
