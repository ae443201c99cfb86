// Files for editors that no package gives here, held to what each editor's documentation says of their form: the keys below are
// written down from there by hand, and any other key is refused.

import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import { parse } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import manifest from '../package.json' with { type: 'json' };

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const read = (name: string): string => readFileSync(path.join(ROOT, 'editors', name), 'utf8');
const command = Object.keys(manifest.bin)[0] ?? '';

type Table = Readonly<Record<string, unknown>>;
const unknownKeys = (table: Table, known: readonly string[]): string[] =>
  Object.keys(table).filter((key) => !known.includes(key));

describe('Helix', () => {
  /** docs.helix-editor.com/languages.html, "Language configuration". An older spelling (`comment-token`) beside the new one in */
  /** Helix's own file would be the same key twice, for which Helix drops the user's whole file. */
  const LANGUAGE = [
    ...['name', 'language-id', 'scope', 'injection-regex', 'file-types', 'shebangs', 'roots', 'auto-format'],
    ...['diagnostic-severity', 'comment-tokens', 'block-comment-tokens', 'indent', 'language-servers', 'grammar'],
    ...['formatter', 'soft-wrap', 'text-width', 'rulers', 'path-completion', 'word-completion', 'workspace-lsp-roots'],
    ...['persistent-diagnostic-sources', 'rainbow-brackets', 'auto-pairs', 'debugger'],
  ];
  /** The same page, "Language Server configuration". */
  const SERVER = ['command', 'args', 'config', 'timeout', 'environment', 'required-root-patterns'];
  /** What a language needs that Helix does not have (`wac`); of one that it has (`wit`), a user names what is to change. */
  const NEEDED = ['name', 'scope', 'file-types'];

  const FILES = ['helix/languages.toml', 'helix/upstream.toml'];
  const languages = (name: string): readonly Table[] => parse(read(name)).language as never;

  it.each(FILES)('%s has keys that Helix documents', (name) => {
    const file = parse(read(name)) as Readonly<Record<string, Record<string, Table>>>;
    expect(unknownKeys(file, ['language', 'language-server'])).toEqual([]);
    for (const language of languages(name)) expect(unknownKeys(language, LANGUAGE)).toEqual([]);
    expect(Object.keys(file['language-server'] ?? {})).toEqual([command]);
    for (const server of Object.values(file['language-server'] ?? {})) {
      expect(unknownKeys(server, SERVER)).toEqual([]);
      expect(server).toEqual({ command, args: ['--stdio'] });
    }
    for (const language of languages(name)) expect(language['language-servers']).toEqual([command]);
  });

  it('the user’s file defines only the language that Helix lacks', () => {
    const [wit = {}, wac = {}, ...others] = languages('helix/languages.toml');
    expect(Object.keys(wit)).toEqual(['name', 'language-servers']);
    expect([wac.name, NEEDED.filter((key) => !(key in wac)), others]).toEqual(['wac', [], []]);
  });

  it('the pull request has both languages whole, the same wac, and names the queries that there are', () => {
    const [wit = {}, wac = {}, ...others] = languages('helix/upstream.toml');
    for (const it of [wit, wac]) expect(NEEDED.filter((key) => !(key in it))).toEqual([]);
    expect(others).toEqual([]);
    const { 'injection-regex': _, ...rest } = wac;
    expect(rest).toEqual(languages('helix/languages.toml')[1]);
    const named = /queries\/\{(.*?)\}\.scm/.exec(read('helix/upstream.toml'))?.[1]?.split(',');
    const there = readdirSync(path.join(ROOT, 'grammar/queries')).filter((it) => it.endsWith('.scm'));
    expect(named).toEqual(there.map((it) => it.replace('.scm', '')).sort());
  });
});

describe('Zed', () => {
  /** zed.dev/docs/extensions: "Developing Extensions" and "Language Extensions". */
  const EXTENSION = [
    ...['id', 'name', 'version', 'schema_version', 'authors', 'description', 'repository'],
    ...['grammars', 'language_servers', 'snippets'],
  ];
  const extension = parse(read('zed/extension.toml')) as Table & { readonly language_servers: Record<string, Table> };
  const source = read('zed/src/lib.rs');

  it('is an extension with one server, under a name of its own', () => {
    expect(unknownKeys(extension, EXTENSION)).toEqual([]);
    const [[id, server = {}] = ['', {}], ...others] = Object.entries(extension.language_servers);
    expect([id, others]).toEqual([extension.id, []]);
    expect(unknownKeys(server, ['name', 'language', 'languages', 'language_ids'])).toEqual([]);
    expect(server.language_ids).toEqual({ WIT: 'wit', WAC: 'wac' });
    // `wit` owns the language in Zed's registry, and another extension has a server with the name of our command.
    expect(['wit', command]).not.toContain(id);
    expect(`${id}`).not.toMatch(/zed/i);
  });

  it('leaves WIT itself to the extension that owns it', () => {
    expect(readdirSync(path.join(ROOT, 'editors/zed/languages'))).toEqual(['wac']);
  });

  it('starts what the npm package has', () => {
    expect(source).toContain(`const PACKAGE: &str = "${manifest.name}";`);
    const script = /const SCRIPT: &str = "node_modules\/(.*)";/.exec(source)?.[1];
    expect(script).toBe(path.posix.join(manifest.name, Object.values(manifest.bin)[0] ?? ''));
    for (const name of [
      'npm_install_package',
      'node_binary_path',
      'LspSettings::for_worktree',
      'initialization_options',
    ])
      expect(source).toContain(name);
    const guide = /```json\n(.*?)```/s.exec(read('zed/README.md'))?.[1] ?? '';
    const { lsp, languages } = JSON.parse(guide);
    expect([Object.keys(lsp), languages.WIT.language_servers]).toEqual([[extension.id], [extension.id]]);
    expect(Object.keys(lsp[`${extension.id}`].settings)).toEqual(['wit']);
  });
});

describe('JetBrains with LSP4IJ', () => {
  /** The files of a template: docs/UserDefinedLanguageServerTemplate.md of LSP4IJ. */
  const FILES = [
    ...['README.md', 'clientSettings.json', 'initializationOptions.json', 'installer.json', 'settings.json'],
    ...['settings.schema.json', 'template.json'],
  ];
  const json = (name: string): Table & { readonly run: { readonly exec: Table } } =>
    JSON.parse(read(`jetbrains/${name}`));

  it('is a whole template, without files that nobody reads', () => {
    expect(readdirSync(path.join(ROOT, 'editors/jetbrains')).sort()).toEqual([...FILES].sort());
    expect(json('initializationOptions.json')).toEqual({});
    const template = json('template.json');
    expect(unknownKeys(template, ['id', 'name', 'programArgs', 'fileTypeMappings', 'languageMappings'])).toEqual([]);
    expect(template.programArgs).toEqual({ default: `${command} --stdio`, windows: `${command}.cmd --stdio` });
    expect(template.fileTypeMappings).toEqual(
      ['wit', 'wac'].map((it) => ({ fileType: { patterns: [`*.${it}`] }, languageId: it })),
    );
  });

  it('says of the client what its schema knows', () => {
    const known = [
      ...['caseSensitive', 'lineCommentPrefix', 'blockCommentPrefix', 'blockCommentSuffix'],
      ...['statementTerminatorCharacters', 'completion', 'breadcrumbs', 'editor', 'format', 'workspaceSymbol'],
    ];
    expect(unknownKeys(json('clientSettings.json'), known)).toEqual([]);
  });

  it('installs our package by the tasks that there are', () => {
    const installer = json('installer.json');
    expect(unknownKeys(installer, ['id', 'name', 'executeOnStartServer', 'properties', 'check', 'run'])).toEqual([]);
    const { onSuccess, ...exec } = installer.run.exec as Table & { readonly onSuccess: Record<string, Table> };
    expect(unknownKeys(exec, ['name', 'command', 'workingDir', 'ignoreStderr', 'timeout'])).toEqual([]);
    expect((exec.command as Table).default).toBe(`npm install ${manifest.name}`);
    const { configureServer = {} } = onSuccess;
    expect(configureServer.update).toBe(true);
    expect((configureServer.command as Table).default).toBe(`\${workingDir}/node_modules/.bin/${command} --stdio`);
  });

  it('has a schema of the server’s settings that is current: node scripts/gen-jetbrains.mjs', () => {
    execFileSync(process.execPath, [path.join(ROOT, 'scripts/gen-jetbrains.mjs'), '--check'], { stdio: 'inherit' });
    const check = new Ajv({ strict: false, validateFormats: false }).compile(json('settings.schema.json'));
    expect([check(json('settings.json')), check.errors]).toEqual([true, null]);
    expect(check({ wit: { format: { widht: 80 } } })).toBe(false);
    expect(check({ wit: { resolve: 'elsewhere' } })).toBe(false);
  });
});

describe('mason.nvim', () => {
  /** The registry's package schema: its properties, those that it requires, and its categories. */
  const KEYS = [
    ...['name', 'description', 'homepage', 'licenses', 'languages', 'categories', 'source', 'schemas', 'bin', 'share'],
    ...['opt', 'neovim', 'deprecation', 'ci_skip'],
  ];
  const REQUIRED = ['name', 'description', 'homepage', 'licenses', 'languages', 'categories', 'source'];
  const CATEGORIES = ['Compiler', 'DAP', 'Formatter', 'LSP', 'Linter', 'Runtime'];
  const yaml = createRequire(createRequire(import.meta.url).resolve('mocha/package.json'))('js-yaml');
  const entry = yaml.load(read('mason/package.yaml')) as Table & { readonly categories: readonly string[] };

  it('has what the schema wants, but for an address, as long as the project has none', () => {
    expect(unknownKeys(entry, KEYS)).toEqual([]);
    const missing = REQUIRED.filter((key) => !(key in entry));
    expect(missing).toEqual(manifest.homepage === '' ? ['homepage'] : []);
    expect(entry.categories.filter((it) => !CATEGORIES.includes(it))).toEqual([]);
    expect((entry.source as Table).id).toMatch(new RegExp(`^pkg:npm/${manifest.name}@\\d+\\.\\d+\\.\\d+$`));
    expect(entry.bin).toEqual({ [command]: `npm:${command}` });
    // The name of the file in nvim-lspconfig.
    const { lspconfig } = entry.neovim as { readonly lspconfig: string };
    expect(existsSync(path.join(ROOT, `editors/neovim/lsp/${lspconfig}.lua`))).toBe(true);
  });
});

it('nvim-lspconfig: documentation, type and the keys of vim.lsp.Config', () => {
  const text = read('neovim/lsp/wit.lua');
  expect(text).toMatch(/^---@brief\n---\n/);
  expect(text).toMatch(/\n\n---@type vim\.lsp\.Config\nreturn \{\n/);
  const keys = [...text.matchAll(/^ {2}(\w+) = /gm)].map((it) => it[1]);
  // `:help vim.lsp.Config` and `:help vim.lsp.ClientConfig`.
  const known = [
    ...['cmd', 'filetypes', 'root_markers', 'root_dir', 'reuse_client', 'workspace_required', 'settings', 'name'],
    ...['init_options', 'capabilities', 'on_attach', 'on_init', 'on_exit', 'on_error', 'before_init', 'handlers'],
    ...['commands', 'get_language_id', 'offset_encoding', 'trace', 'flags', 'cmd_cwd', 'cmd_env', 'detached'],
  ];
  expect(keys.filter((it) => it === undefined || !known.includes(it))).toEqual([]);
  expect(keys).toEqual(['cmd', 'filetypes', 'root_markers']);
});
