// Writes a page for every rule of contract changes, from the table of rules and the fixtures of the tests, and the rules
// into the schema of `.wit-ignore.json`.
// Usage: node scripts/gen-semver-docs.mjs [--check]   (--check writes nothing and fails when a page is not current)

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const output = path.join(root, 'docs/semver');

const bundled = await build({
  entryPoints: [path.join(root, 'server/src/semver/table.ts')],
  bundle: true,
  format: 'esm',
  write: false,
});
const { RULES } = await import(
  `data:text/javascript;base64,${Buffer.from(bundled.outputFiles[0].contents).toString('base64')}`
);

const SIDES = {
  imported: 'where the interface is imported',
  exported: 'where a world of the package exports the interface',
  strict: 'role `strict` (default)',
  platform: 'role `platform`',
  component: 'role `component`',
};

const BUMPS = {
  major: 'needs the next track: `2.0.0` after `1.4.2`, `0.3.0` after `0.2.6`, `0.0.4` after `0.0.3`',
  dangerous: 'needs no version for certain; told as a warning, and fails with `--fail-on dangerous`',
  minor: 'needs `1.5.0` after `1.4.2`, `0.2.7` after `0.2.6`',
  patch: 'needs `1.4.3` after `1.4.2`, `0.2.7` after `0.2.6`',
  none: 'asks for nothing',
};

const HAZARDS = {
  link: 'instantiating or composing fails',
  build: 'building fails',
  source: 'only what is built anew notices',
  none: 'not at all',
};

function levels(level) {
  return typeof level === 'string' ? [['', level]] : Object.entries(level).map(([key, it]) => [SIDES[key] ?? key, it]);
}

/** The files of a fixture that shows the rule. */
function exampleOf(id) {
  const directory = path.join(root, 'test/semver', id);
  for (const name of readdirSync(directory).sort()) {
    const [head, ...parts] = readFileSync(path.join(directory, name), 'utf8').split(/^\/\/- (\S+)\r?\n/m);
    const files = parts.flatMap((it, at) => (at % 2 === 0 ? [{ name: it, text: parts[at + 1] ?? '' }] : []));
    const expected = files.find((it) => it.name === 'expect')?.text ?? '';
    const quiet = !RULES.some((rule) => expected.includes(`\n  ${rule.id}  `));
    const shows = expected.includes(`\n  ${id}  `);
    const options = [...head.matchAll(/^# (\S+) (.*)$/gm)].map(([, key, value]) => `${key}: \`${value}\``);
    if (shows || quiet) return { files: files.filter((it) => it.name !== 'expect'), options, shows };
  }
  return undefined;
}

function listing(files, directory) {
  const own = files.filter((it) => it.name.startsWith(`${directory}/`));
  // Names of files count where there are several.
  const named = new Set(files.map(({ name }) => name.slice(name.indexOf('/')))).size > 1;
  const one = ({ name, text }) => `${named ? `\`${name.slice(directory.length + 1)}\`\n\n` : ''}${fence(text)}`;
  return own.length === 0 ? 'Nothing.\n' : own.map(one).join('\n');
}

function fence(text) {
  return `\`\`\`wit\n${text.trimEnd()}\n\`\`\`\n`;
}

function page(rule) {
  const breaks = (side) => (side === 'breaks' ? 'break' : 'unaffected');
  const rows = [
    ...levels(rule.level).map(([when, it]) => [when === '' ? 'level' : `level, ${when}`, `**${it}**: ${BUMPS[it]}`]),
    ['components that import it', breaks(rule.importer)],
    ['components and hosts that implement it', breaks(rule.implementer)],
    ['how it fails', HAZARDS[rule.hazard]],
  ];
  const example = exampleOf(rule.id);
  const shown =
    example === undefined
      ? ''
      : `\n## Example\n\n${example.options.length > 0 ? `With ${example.options.join(', ')}.\n\n` : ''}Before:\n\n${listing(example.files, 'before')}\nAfter:\n\n${listing(example.files, 'after')}${example.shows ? '' : '\nNothing is reported.\n'}`;
  return `<!-- Made by scripts/gen-semver-docs.mjs: do not edit. -->

# ${rule.title[0].toUpperCase()}${rule.title.slice(1)}

\`semver/${rule.id}\`

${rule.why[0].toUpperCase()}${rule.why.slice(1)}.

| | |
|---|---|
${rows.map(([key, value]) => `| ${key} | ${value} |`).join('\n')}

Where the rule comes from: ${rule.source}.
${shown}
[How it is reported, and how to ignore it](../contract-changes.md) · [All rules](README.md)
`;
}

function index() {
  const levelsOf = (rule) => [...new Set(levels(rule.level).map(([, it]) => it))].join(' / ');
  const who = (rule) =>
    [rule.importer === 'breaks' && 'importers', rule.implementer === 'breaks' && 'implementers']
      .filter(Boolean)
      .join(', ');
  const rows = RULES.map(
    (it) => `| [\`${it.id}\`](${it.id}.md) | ${it.title} | ${levelsOf(it)} | ${who(it) || 'nobody'} |`,
  );
  return `<!-- Made by scripts/gen-semver-docs.mjs: do not edit. -->

# All kinds of contract changes

Where two or three levels stand, they depend on who is asked: whether the interface is imported or exported, or how worlds
are read.

| rule | change | level | who breaks |
|---|---|---|---|
${rows.join('\n')}
`;
}

const pages = new Map([['README.md', index()], ...RULES.map((rule) => [`${rule.id}.md`, page(rule)])]);

/** The schema of `.wit-ignore.json`, with the codes of all rules. */
const schemaFile = path.join(root, 'schemas/wit-ignore.schema.json');
const schema = readFileSync(schemaFile, 'utf8');
const codes = RULES.map((it) => `        "semver/${it.id}"`).sort();
const currentSchema = schema.replace(/("rule": \{\s*"enum": \[)[^\]]*\]/, `$1\n${codes.join(',\n')}\n      ]`);

const there = existsSync(output) ? readdirSync(output) : [];
const stale = [...there.filter((name) => !pages.has(name))];
for (const [name, text] of pages) {
  const file = path.join(output, name);
  if (!existsSync(file) || readFileSync(file, 'utf8') !== text) stale.push(name);
}
if (process.argv.includes('--check')) {
  for (const name of stale) console.error(`docs/semver/${name} is not current: node scripts/gen-semver-docs.mjs`);
  if (schema !== currentSchema)
    console.error('schemas/wit-ignore.schema.json is not current: node scripts/gen-semver-docs.mjs');
  process.exitCode = stale.length === 0 && schema === currentSchema ? 0 : 1;
} else {
  mkdirSync(output, { recursive: true });
  writeFileSync(schemaFile, currentSchema);
  for (const name of stale) {
    const text = pages.get(name);
    if (text === undefined) rmSync(path.join(output, name));
    else writeFileSync(path.join(output, name), text);
  }
  console.log(`${pages.size} pages, ${stale.length} written`);
}
