// Writes the JSON schema of `wit-language-server.json` from the keys that the reader knows, and the codes that have a level into
// package.json.
// Usage: node scripts/gen-project-schema.mjs [--check]   (--check writes nothing and fails when the schema is not current)

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const file = path.join(root, 'schemas/wit-language-server.schema.json');

const bundled = await build({
  stdin: {
    contents: `export { PROJECT_SHAPE } from './server/src/project/keys.ts'; export { schemaOf } from './server/src/project/shape.ts';`,
    resolveDir: root,
  },
  bundle: true,
  format: 'esm',
  mainFields: ['module', 'main'],
  write: false,
});
const { PROJECT_SHAPE, schemaOf } = await import(
  `data:text/javascript;base64,${Buffer.from(bundled.outputFiles[0].contents).toString('base64')}`
);

const schema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Settings of a project for the WIT language server',
  ...schemaOf(PROJECT_SHAPE),
};
// In the layout of the formatter, which `npm run lint` checks.
const text = `${JSON.stringify(schema, undefined, 2)}\n`.replace(
  /\[\n\s+((?:"[^"\n]*",?\n\s*)+)\]/g,
  (whole, list, at, all) => {
    const flat = `[${list
      .trim()
      .split(/\s*\n\s*/)
      .join(' ')}]`;
    const before = at - all.lastIndexOf('\n', at) - 1;
    const after = all[at + whole.length] === ',' ? 1 : 0;
    return before + flat.length + after <= 120 ? flat : whole;
  },
);

/** The setting of VS Code completes the same codes. */
const manifest = path.join(root, 'package.json');
const before = readFileSync(manifest, 'utf8');
const pkg = JSON.parse(before);
pkg.contributes.configuration.properties['wit.diagnostics.levels'].propertyNames =
  schema.properties.levels.propertyNames;
const after = `${JSON.stringify(pkg, undefined, 2)}\n`;

const stale = [
  ...(existsSync(file) && readFileSync(file, 'utf8') === text ? [] : ['schemas/wit-language-server.schema.json']),
  ...(before === after ? [] : ['package.json']),
];
if (!process.argv.includes('--check')) {
  writeFileSync(file, text);
  if (before !== after) writeFileSync(manifest, after);
}
if (process.argv.includes('--check') && stale.length > 0) {
  console.error(`gen-project-schema: not current: ${stale.join(', ')}; run node scripts/gen-project-schema.mjs`);
  process.exitCode = 1;
}
