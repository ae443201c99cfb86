// Writes the figures of the last `npm run bench` (bench/figures.json) into the marked places of README and docs:
//   <!-- figures: bench -->                 all rows; also `native`
//   <!-- figures: bench; ROW; ROW -->       these rows
//   …what is written…
//   <!-- end of figures -->
// Usage: node scripts/figures.mjs

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Where figures may be, as paths below the repository. */
export const PAGES = [
  'README.md',
  ...readdirSync(path.join(root, 'docs'))
    .filter((it) => it.endsWith('.md'))
    .map((it) => `docs/${it}`),
];

export const BLOCK = /(<!-- figures: ([^>]*?) -->\n)(?:[\s\S]*?\n)??(<!-- end of figures -->)/g;

/** The text with the figures in its marked places. Throws when one asks for what was not measured. */
export function withFigures(text, figures) {
  return text.replace(BLOCK, (_, begin, wanted, end) => {
    const [kind, ...names] = wanted.split('; ');
    const run = figures[kind];
    if (run === undefined) throw new Error(`there are no figures of \`${kind}\``);
    const rows =
      names.length === 0
        ? run.rows
        : names.map((name) => {
            const row = run.rows.find(([what]) => what === name);
            if (row === undefined) throw new Error(`\`${kind}\` has no row \`${name}\``);
            return row;
          });
    const cell = (it) => it.replaceAll('|', '\\|');
    const lines = rows.map((row) => `| ${row.map(cell).join(' | ')} |`);
    return `${begin}\n${run.machine}:\n\n| | measured | aim |\n|---|---|---|\n${lines.join('\n')}\n\n${end}`;
  });
}

export function readFigures() {
  return JSON.parse(readFileSync(path.join(root, 'bench/figures.json'), 'utf8'));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const page of PAGES) {
    const file = path.join(root, page);
    const text = readFileSync(file, 'utf8');
    const written = withFigures(text, readFigures());
    if (written === text) continue;
    writeFileSync(file, written);
    console.log(`figures: ${page}`);
  }
}
