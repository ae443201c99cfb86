// Emacs of Debian's backports: its own eglot with the cases of test/editor/emacs, and the tree-sitter mode with the grammar of the
// repository, built for the tree-sitter that this Emacs has.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { runClient } from '../emacs/run.mjs';
import { editorsDirectory, installEditors, root } from '../installed.mjs';

const place = path.join(editorsDirectory, 'emacs-newest');

export async function runNewestEmacs() {
  if (!existsSync(path.join(place, '.complete'))) installEditors();
  if (!existsSync(path.join(place, '.complete')))
    return { editor: 'no newer Emacs to be had', results: [], skipped: 1 };
  const emacs = unpacked();
  const { stdout } = spawnSync(emacs.command, [...emacs.args, '--version'], { encoding: 'utf8', env: emacs.env });
  const editor = stdout.split('\n')[0].trim();
  const results = runClient('eglot', emacs).map((it) => ({ ...it, title: `eglot: ${it.title}` }));
  const cli = treeSitter();
  if (cli === undefined) return { editor: `${editor}, without the tree-sitter CLI`, results, skipped: 1 };
  const ours = mode(emacs, cli).map((it) => ({ ...it, title: `wit-ts-mode: ${it.title}` }));
  return { editor, results: [...results, ...ours] };
}

/** How a program is started that was unpacked elsewhere than it was built for. */
function unpacked() {
  const [version] = readdirSync(path.join(place, 'usr/share/emacs')).filter((it) => /^\d/.test(it));
  const lisp = path.join(place, `usr/share/emacs/${version}/lisp`);
  const folders = readdirSync(lisp, { recursive: true, withFileTypes: true }).filter((it) => it.isDirectory());
  const machine = readdirSync(path.join(place, `usr/libexec/emacs/${version}`))[0];
  const data = path.join(place, `usr/libexec/emacs/${version}`, machine);
  const dump = readdirSync(data).find((it) => it.endsWith('.pdmp'));
  const libraries = readdirSync(path.join(place, 'usr/lib')).find((it) => it.endsWith('-linux-gnu'));
  return {
    command: path.join(place, 'usr/bin/emacs-nox'),
    args: [`--dump-file=${path.join(data, dump)}`, '--no-site-file'],
    env: {
      ...process.env,
      EMACSLOADPATH: [lisp, ...folders.map((it) => path.join(it.parentPath ?? it.path, it.name))].join(':'),
      EMACSDATA: path.join(place, `usr/share/emacs/${version}/etc`),
      LD_LIBRARY_PATH: path.join(place, 'usr/lib', libraries),
    },
  };
}

/** The CLI that `scripts/check-grammar.sh --install` builds, or the one on the PATH. */
function treeSitter() {
  const tools = path.join(homedir(), '.cache/wit-language-server/tools');
  const built = existsSync(tools) ? readdirSync(tools).filter((it) => it.startsWith('tree-sitter-cli-')) : [];
  const found = [...built.map((it) => path.join(tools, it, 'bin/tree-sitter')), 'tree-sitter'];
  return found.find((it) => spawnSync(it, ['--version']).status === 0);
}

/** How the guide says that the grammar is built. */
function recipe() {
  const found = /\n\n((?: {4}.*\n)+)/.exec(
    readFileSync(path.join(root, 'docs/editors.md'), 'utf8').split('\n## Emacs\n')[1],
  );
  if (!found?.[1].includes('libtree-sitter-wit'))
    throw new Error('docs/editors.md does not say how to build the grammar');
  return found[1];
}

/** The cases of mode.el. */
function mode(emacs, cli) {
  const directory = mkdtempSync(path.join(tmpdir(), 'wit-emacs-newest-'));
  try {
    const grammar = path.join(directory, 'grammar');
    cpSync(path.join(root, 'grammar'), grammar, { recursive: true });
    const home = path.join(directory, 'home');
    mkdirSync(home);
    const paths = [...(path.isAbsolute(cli) ? [path.dirname(cli)] : []), process.env.PATH].join(path.delimiter);
    execFileSync('bash', ['-ec', recipe()], {
      cwd: grammar,
      stdio: 'pipe',
      timeout: 120_000,
      env: { ...process.env, HOME: home, PATH: paths },
    });
    const output = path.join(directory, 'results.jsonl');
    const { stderr } = spawnSync(
      emacs.command,
      [...emacs.args, '--batch', '-l', path.join(import.meta.dirname, 'mode.el')],
      {
        cwd: directory,
        encoding: 'utf8',
        timeout: 120_000,
        env: {
          ...emacs.env,
          HOME: home,
          WIT_CONFIG: path.join(root, 'editors/emacs'),
          WIT_SAMPLE: path.join(root, 'grammar/test/highlight/shop.wit'),
          WIT_E2E_RESULTS: output,
        },
      },
    );
    const lines = existsSync(output) ? readFileSync(output, 'utf8').trim().split('\n') : [];
    const records = lines.filter((it) => it !== '').map((it) => JSON.parse(it));
    if (!records.some((it) => it.ended)) throw new Error(`Emacs ended early:\n${stderr}`);
    return records.filter((it) => it.title !== undefined);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
