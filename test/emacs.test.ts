// The files for Emacs in an Emacs: they compile without a warning, and colour, indent, list and register as they say. Without
// Emacs this is skipped, and says so; checkdoc is part of Emacs, package-lint and lsp-mode are Debian packages of their own.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { formatDocument } from '../server/src/features/format.ts';
import { DEFAULT_FORMAT } from '../server/src/format/options.ts';
import { KEYWORDS } from '../server/src/syntax/lexer.ts';
import { STYLE } from './support/formatted.ts';
import { testParser } from './support/parser.ts';

const FOLDER = fileURLToPath(new URL('../editors/emacs', import.meta.url));
const FILES = readdirSync(FOLDER);
const hasEmacs = spawnSync('emacs', ['--version']).status === 0;

/** Runs Lisp in a batch Emacs that has nothing but our files and Debian's; what `say` is given comes back. */
function emacs(script: string): unknown[] {
  const home = mkdtempSync(path.join(tmpdir(), 'wit-emacs-'));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  const file = path.join(home, 'script.el');
  const say = '(require (quote json)) (defun say (it) (princ (concat "SAID " (json-encode it) "\\n")))';
  writeFileSync(file, `;; -*- lexical-binding: t -*-\n${say}\n${script}`);
  const { stdout, stderr, status } = spawnSync('emacs', ['--batch', '-L', FOLDER, '-l', file], {
    env: { ...process.env, HOME: home },
    encoding: 'utf8',
    timeout: 60_000,
  });
  expect([status, status === 0 ? '' : stderr]).toEqual([0, '']);
  return stdout.split('\n').flatMap((line) => (line.startsWith('SAID ') ? [JSON.parse(line.slice(5))] : []));
}

function has(feature: string): boolean {
  return hasEmacs && spawnSync('emacs', ['--batch', '--eval', `(require '${feature})`]).status === 0;
}

describe.skipIf(!hasEmacs)('Emacs (skipped without it)', () => {
  it.each(FILES)('%s compiles without a warning', (name) => {
    const script = `(require 'bytecomp)
      (setq byte-compile-error-on-warn t byte-compile-dest-file-function (lambda (_) (make-temp-file "wit")))
      (say (if (byte-compile-file "${FOLDER}/${name}") "compiled" "failed"))`;
    expect(emacs(script)).toEqual(['compiled']);
  });

  it.each(FILES)('checkdoc has nothing to say of %s', (name) => {
    const script = `(require 'checkdoc)
      (let ((checkdoc-create-error-function (lambda (text &rest _) (say text) nil)))
        (with-current-buffer (find-file-noselect "${FOLDER}/${name}") (checkdoc-current-buffer t)))`;
    expect(emacs(script)).toEqual([]);
  });

  it('opens both languages in their modes and registers the server where that is asked for', () => {
    const script = `(require 'wit) (require 'wac) (require 'eglot)
      (dolist (name '("/w/a.wit" "/w/a.wac"))
        (with-temp-buffer (setq buffer-file-name name) (set-auto-mode) (say (list major-mode comment-start tab-width indent-tabs-mode))
          (set-buffer-modified-p nil)))
      (say (list (assoc '(wit-mode wac-mode) eglot-server-programs) wit-mode-hook))
      (wit-use-eglot)
      (say (vector (cdr (assoc '(wit-mode wac-mode) eglot-server-programs)) wit-mode-hook))`;
    expect(emacs(script)).toEqual([
      ['wit-mode', '// ', 2, null],
      ['wac-mode', '// ', 2, null],
      [null, null],
      [['wit-language-server', '--stdio'], ['eglot-ensure']],
    ]);
  });

  it('indents as the formatter does', async () => {
    const parser = await testParser();
    expect(formatDocument(parser.read(STYLE), DEFAULT_FORMAT)).toEqual({ edits: [] });
    // The lines of a comment of several lines stay where they are.
    const flat = STYLE.replace(/^ +(?!\*)/gm, '');
    const script = `(require 'wit)
      (with-temp-buffer (insert ${JSON.stringify(flat)}) (wit-mode) (indent-region (point-min) (point-max)) (say (buffer-string)))`;
    expect(emacs(script)).toEqual([STYLE]);
  });

  it('colours every word of the language, but none inside a name or a comment', () => {
    const words = [...KEYWORDS].filter((it) => it !== '_');
    const around = (it: string): string[] => [it, `a-${it}`, `${it}-a`, `%${it}`, `/* /* a */ ${it} */`];
    const script = `(require 'wit)
      (with-temp-buffer (insert ${JSON.stringify(words.flatMap(around).join('\n'))}) (wit-mode) (font-lock-ensure) (goto-char (point-min))
        (while (not (eobp))
          (skip-chars-forward "/* a-z%0-9")
          (say (get-text-property (line-beginning-position) 'face))
          (forward-line)))`;
    const found = emacs(script);
    for (const [index, word] of words.entries()) {
      const [alone, ...others] = found.slice(index * 5, index * 5 + 5);
      expect([word, alone]).toEqual([word, expect.stringMatching(/^font-lock-(keyword|type)-face$/)]);
      expect([word, ...others]).toEqual([word, null, null, null, expect.stringMatching(/comment/)]);
    }
  });

  it('lists what a file declares', () => {
    const script = `(require 'wit) (require 'imenu)
      (with-temp-buffer (insert ${JSON.stringify(STYLE)}) (wit-mode) (say (mapcar #'car (imenu--make-index-alist t)))
        (say (mapcar #'car (cdr (assoc "Functions" (imenu--make-index-alist t))))))`;
    const [all, functions] = emacs(script) as string[][];
    expect(all).toEqual(expect.arrayContaining(['i', 'r', 'v']));
    expect(functions).toEqual(['f']);
  });

  it('comments and uncomments', () => {
    const script = `(require 'wit)
      (with-temp-buffer (insert "interface i {}\\n") (wit-mode) (comment-region (point-min) (point-max)) (say (buffer-string))
        (uncomment-region (point-min) (point-max)) (say (buffer-string)))`;
    expect(emacs(script)).toEqual(['// interface i {}\n', 'interface i {}\n']);
  });

  it.skipIf(!has('lsp-mode'))('is a client of lsp-mode (skipped without it)', () => {
    const script = `(require 'wit) (require 'wac) (wit-use-lsp-mode)
      (say wit-mode-hook)
      (setq wit-mode-hook nil)
      (dolist (name '("/w/a.wit" "/w/a.wac"))
        (with-temp-buffer (setq buffer-file-name name) (set-auto-mode)
          (say (vector (lsp-buffer-language) (mapcar #'lsp--client-server-id (lsp--filter-clients (lambda (it) (lsp--matching-clients? it))))))
          (set-buffer-modified-p nil)))`;
    const server = ['wit-language-server'];
    expect(emacs(script)).toEqual([['lsp-deferred'], ['wit', server], ['wac', server]]);
  });

  // It has no address yet, and is in no archive; Debian's package-lint is older than Emacs 29.
  it.skipIf(!has('package-lint')).each(FILES)('package-lint has nothing to say of %s (skipped without it)', (name) => {
    const script = `(require 'package-lint)
      (setq package-archives nil)
      (with-current-buffer (find-file-noselect "${FOLDER}/${name}")
        (dolist (it (package-lint-buffer)) (say (nth 3 it))))`;
    const found = emacs(script).filter(
      (it) => !/URL|^Package wit is not installable|uninstallable in all released/.test(String(it)),
    );
    expect(found).toEqual([]);
  });
});
