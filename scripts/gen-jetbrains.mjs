// Writes the schema of the settings that IntelliJ shows with editors/jetbrains: what package.json has of the server's settings,
// as objects in objects, with their texts.
// Usage: node scripts/gen-jetbrains.mjs [--check]   (--check writes nothing and fails when the schema is not current)

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const file = path.join(root, 'editors/jetbrains/settings.schema.json');
const read = (name) => JSON.parse(readFileSync(path.join(root, name), 'utf8'));
const texts = read('package.nls.json');

/** Of the extension alone: programs that it runs, and the trace of its client. */
const OWN = ['wit.tools', 'wit.trace.server'];

/** What VS Code knows besides JSON Schema. */
const NOT_SCHEMA = ['order', 'scope', 'markdownEnumDescriptions', 'enumDescriptions'];

function schemaOf(setting) {
  const schema = Object.fromEntries(Object.entries(setting).filter(([key]) => !NOT_SCHEMA.includes(key)));
  const { markdownDescription, description = markdownDescription, ...rest } = schema;
  return {
    // VS Code makes a link of `#name#`.
    description: description.replace(/^%(.*)%$/, (_, key) => texts[key]).replace(/`#(.*?)#`/g, '`$1`'),
    ...JSON.parse(JSON.stringify(rest, (key, value) => (NOT_SCHEMA.includes(key) ? undefined : value))),
  };
}

const object = () => ({ type: 'object', additionalProperties: false, properties: {} });
const schema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  $id: 'LSP4IJ/wit-language-server/settings.schema.json',
  title: 'Settings of the WIT language server',
  ...object(),
};
for (const [name, setting] of Object.entries(read('package.json').contributes.configuration.properties)) {
  if (OWN.includes(name)) continue;
  const parts = name.split('.');
  let place = schema;
  for (const part of parts.slice(0, -1)) {
    place.properties[part] ??= object();
    place = place.properties[part];
  }
  place.properties[parts.at(-1)] = schemaOf(setting);
}

const text = `${JSON.stringify(schema, undefined, 2)}\n`;
if (!process.argv.includes('--check')) writeFileSync(file, text);
else if (!existsSync(file) || readFileSync(file, 'utf8') !== text) {
  console.error('gen-jetbrains: the schema is not current; run node scripts/gen-jetbrains.mjs');
  process.exitCode = 1;
}
