// What is measured: the WIT files below ../shared/corpus, or, where that is missing, a generated stand-in.

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

export interface Corpus {
  readonly name: string;
  readonly texts: readonly string[];
  /** The largest file: where it lies (if it does), and its text. */
  readonly largest: { readonly path: string | undefined; readonly text: string };
}

export function readCorpus(directory: string): Corpus {
  if (!existsSync(directory)) {
    const text = generated(16_000);
    return {
      name: 'a generated file (../shared/corpus is missing)',
      texts: [text],
      largest: { path: undefined, text },
    };
  }
  const files = witFiles(directory);
  const texts = files.map((file) => readFileSync(file, 'utf8'));
  const sizes = texts.map((text) => text.length);
  const index = sizes.indexOf(Math.max(...sizes));
  return {
    name: `${files.length} files of ${path.basename(path.dirname(directory))}/${path.basename(directory)}`,
    texts,
    largest: { path: files[index], text: texts[index] ?? '' },
  };
}

function witFiles(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const file = path.join(directory, entry.name);
      if (entry.isDirectory()) return witFiles(file);
      return entry.name.endsWith('.wit') && entry.isFile() && statSync(file).isFile() ? [file] : [];
    });
}

function generated(lines: number): string {
  const items = Array.from({ length: lines / 8 }, (_, n) =>
    [
      `  /// What item ${n} is for.`,
      `  record item-${n} {`,
      '    id: u32,',
      `    name: option<string>,`,
      n === 0 ? '    next: list<u8>,' : `    next: list<item-${n - 1 - (n % 7 === 6 ? 3 : 0)}>,`,
      '  }',
      `  get-item-${n}: func(id: u32) -> result<item-${n}, string>;`,
      '',
    ].join('\n'),
  );
  return `package bench:big@1.0.0;\n\ninterface big {\n${items.join('\n')}}\n`;
}
