// Takes a Kate through the steps of steps.mjs on a screen of its own, with the server installed from the packed package.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { installEditors, root } from '../installed.mjs';
import { installPacked } from '../packed.mjs';
import { makeSteps, OUTSIDE } from '../steps.mjs';
import { pause, until } from '../until.mjs';
import { Kate } from './kate.mjs';

const NEEDED = ['kate', 'Xvfb', 'xdotool', 'xwd', 'qdbus', 'dbus-daemon', 'openbox'];

export async function runKate() {
  const isMissing = (program) => spawnSync('which', [program]).status !== 0;
  if (NEEDED.some(isMissing)) installEditors();
  const missing = NEEDED.filter(isMissing);
  if (missing.length > 0) throw new Error(`${missing.join(', ')} not there: scripts/install-editors.sh`);
  const home = mkdtempSync(path.join(tmpdir(), 'wit-kate-'));
  const bin = installPacked(path.join(home, 'package'));
  const project = path.join(home, 'steps');
  makeSteps(project);
  // What docs/editors.md says, and that the user lets Kate start the server.
  const syntax = path.join(home, '.local/share/org.kde.syntax-highlighting/syntax');
  for (const folder of [syntax, path.join(home, '.config/kate/lspclient'), path.join(home, 'run')])
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  const ours = path.join(root, 'editors/kate');
  for (const name of ['wit.xml', 'wac.xml']) cpSync(path.join(ours, name), path.join(syntax, name));
  cpSync(path.join(ours, 'lspclient.json'), path.join(home, '.config/kate/lspclient/settings.json'));
  const allowed = `${path.join(bin, 'wit-language-server')} --stdio`;
  const config = `[General]\nShow welcome view for new window=false\n\n[Kate Plugins]\nlspclientplugin=true\n\n[lspclient]\nAllowedServerCommandLines=${allowed}\n`;
  writeFileSync(path.join(home, '.config/katerc'), config);
  const environment = { ...process.env, HOME: home, XDG_RUNTIME_DIR: path.join(home, 'run') };
  for (const name of Object.keys(environment))
    if (/^XDG_(CONFIG|DATA|CACHE)_HOME$/.test(name)) delete environment[name];
  environment.PATH = `${bin}${path.delimiter}${process.env.PATH}`;
  const kate = await Kate.start(project, environment, 'wit/desk.wit');
  try {
    const results = [];
    for (const [title, run] of Object.entries(steps(kate, project, environment))) {
      const started = Date.now();
      const error = await run().then(
        () => undefined,
        (it) =>
          `${it.stack ?? it}\n${kate.title()}, ${kate.marked()} pixels marked\n${kate.text(path.join(project, 'wit/desk.wit'))}`,
      );
      if (error !== undefined && process.env.WIT_SCREENS !== undefined)
        kate.picture(path.join(process.env.WIT_SCREENS, `${title.replace(/\W+/g, '-')}.xwd`));
      results.push({ title, milliseconds: Date.now() - started, ...(error !== undefined && { error }) });
    }
    const { stdout } = spawnSync('kate', ['--version'], {
      encoding: 'utf8',
      env: { ...environment, QT_QPA_PLATFORM: 'offscreen' },
    });
    return { editor: `Kate ${stdout.trim().split(' ').at(-1)}`, results };
  } finally {
    await kate.stop();
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

function steps(kate, project, environment) {
  const desk = path.join(project, 'wit/desk.wit');
  const outside = (what) => {
    const { status, stdout, stderr } = spawnSync(OUTSIDE, [what], { cwd: project, env: environment, encoding: 'utf8' });
    if (status !== 0) throw new Error(`${what}: ${stdout}${stderr}`);
  };
  const shows = (wanted) => until(wanted ? 'a mark' : 'no mark', () => kate.marked() > 300 === wanted);
  const open = async (file) => {
    kate.open(file);
    await until(`the file ${file}`, () => kate.title().includes(path.basename(file)));
  };
  const saved = async (text, file = desk) => {
    await kate.keys('ctrl+s');
    await until(`${text} on disk`, () => kate.text(file).includes(text));
  };
  /** Behind a text in the file as it is on disk. */
  const behind = async (text) => {
    const lines = kate.text(desk).split('\n');
    const line = lines.findIndex((it) => it.includes(text));
    await kate.go(line + 1, lines[line].length - lines[line].indexOf(text) - text.length);
  };
  const definition = async (text, name) => {
    await open(desk);
    await behind(text);
    await kate.keys('Left');
    await kate.command('Go to Definition');
    await until(`the file ${name}`, () => kate.title().includes(name));
  };
  return {
    'shows a finding at open': () => shows(true),
    'follows a word that is typed': async () => {
      await behind('strin');
      await kate.type('g');
      await shows(false);
      await saved('id: string)');
    },
    'accepts a completion': async () => {
      await behind('-> instant;');
      await kate.keys('Return');
      await kate.type('now: func() -> amo');
      await kate.keys('ctrl+space');
      await pause(2000);
      await kate.keys('Return');
      await kate.type(';');
      await saved('\n  now: func() -> amount;\n');
    },
    'accepts a completion with its `use`': async () => {
      await behind('now: func() -> amount;');
      await kate.keys('Return');
      await kate.type('part: func() -> perc');
      await kate.keys('ctrl+space');
      await pause(2000);
      await kate.keys('Return');
      await kate.type(';');
      await saved('\n  part: func() -> percent;\n');
      await saved('{amount, percent}');
    },
    'goes to a definition in a dependency': () => definition('{amount', 'money.wit'),
    'goes to a definition in a .wasm': () => definition('{instant', 'clock.wasm.wit'),
    'renames over two files': async () => {
      await open(desk);
      await behind('{order');
      await kate.keys('Left');
      await kate.command('Rename');
      await pause(1500);
      await kate.keys('ctrl+a');
      await kate.type('sale');
      await kate.keys('Return');
      await until('both files on disk', async () => {
        kate.action('file_save_all');
        await pause(300);
        const types = kate.text(path.join(project, 'wit/types.wit'));
        return types.includes('record sale {') && kate.text(desk).includes('use types.{sale};');
      });
    },
    'formats as `format --check` wants it': async () => {
      await open(desk);
      await behind('interface desk {');
      await kate.keys('Return', 'Return');
      await kate.type('      ');
      await kate.command('Format');
      await pause(1500);
      await saved('interface desk {\n  use types.{sale};');
      outside('formatted');
    },
    'sees what was fetched into deps/ outside': async () => {
      await open(path.join(project, 'needs/wit/needs.wit'));
      await shows(true);
      outside('fetch');
      await shows(false);
    },
    'sees a commit': async () => {
      await open(desk);
      for (const what of ['commit', 'uncommit', 'commit']) {
        await shows(what === 'commit');
        outside(what);
      }
      await shows(false);
    },
    'sees a checkout': async () => {
      outside('branch');
      await shows(true);
      outside('main');
      await shows(false);
    },
    'goes on after a restart of the server': async () => {
      await kate.command('Restart LSP Server');
      await pause(2000);
      await behind('id: string');
      await kate.type('x');
      // The line of the cursor has another colour.
      await kate.keys('Up');
      await shows(true);
      await kate.keys('ctrl+z');
      await shows(false);
      await definition('{instant', 'clock.wasm.wit');
    },
  };
}
