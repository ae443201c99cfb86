// A composition as a drawing and as a chart: a box for each component with what becomes of its imports, arrows from who gives
// to who needs, what enters and leaves the whole at its sides.

import { mermaidText } from '../base/escape.ts';
import { shownName } from '../model/names.ts';
import type { CompositionPreview, LinkPreview } from './composition-preview.ts';
import { arrange, type Connection, type Frame, listFrame, type Picture } from './picture.ts';

const DETAILS: Readonly<Record<LinkPreview<unknown>['outcome'], string>> = {
  satisfied: '✓',
  mismatch: '✗',
  left: '·',
  types: 'types',
  ambiguous: '?',
  cycle: '✗',
};

export function drawComposition<P>(preview: CompositionPreview<P>): Picture {
  const frames: Frame[] = preview.parts.map((part) =>
    listFrame({ id: `part ${part.name}`, kind: 'part', title: part.name, note: part.path }, [
      ...part.imports.map((link) => ({
        id: `import ${part.name} ${link.key}`,
        text: `← ${shownName(link.key)}`,
        detail: DETAILS[link.outcome],
        implicit: link.outcome === 'types',
      })),
      ...part.exports.map((key) => ({
        id: `export ${part.name} ${key}`,
        text: `→ ${shownName(key)}`,
        detail: '',
        implicit: false,
      })),
    ]),
  );
  const row = (text: string) => ({ id: `whole ${text}`, text, detail: '', implicit: false });
  if (preview.imports.length > 0)
    frames.push(listFrame({ id: 'imports', kind: 'import', title: 'imports' }, preview.imports.map(row)));
  if (preview.exports.length > 0)
    frames.push(
      listFrame(
        { id: 'exports', kind: 'export', title: 'exports' },
        preview.exports.map(({ key }) => row(key)),
      ),
    );
  return arrange(frames, connections(preview));
}

function connections<P>(preview: CompositionPreview<P>): Connection[] {
  const found = new Map<string, Connection>();
  const connect = (from: string, to: string, kind: Connection['kind']): void => {
    const key = `${from} > ${to}`;
    if (found.get(key)?.kind !== 'broken') found.set(key, { from, to, kind });
  };
  const parts = new Set(preview.parts.map((part) => part.name));
  for (const part of preview.parts) {
    for (const { outcome, from } of part.imports) {
      if (outcome === 'cycle') continue;
      if (from !== undefined && parts.has(from.part))
        connect(`part ${from.part}`, `part ${part.name}`, outcome === 'mismatch' ? 'broken' : 'import');
      else if (preview.imports.length > 0) connect('imports', `part ${part.name}`, 'import');
    }
  }
  for (const { part } of preview.exports) if (parts.has(part)) connect(`part ${part}`, 'exports', 'export');
  return [...found.values()];
}

export function compositionChart<P>(preview: CompositionPreview<P>): string {
  const ids = new Map(preview.parts.map((part, index) => [part.name, `p${index}`]));
  const lines = [
    'flowchart LR',
    ...preview.parts.map((part) => `  ${ids.get(part.name)}["${mermaidText(`${part.name}: ${part.path}`)}"]`),
  ];
  for (const part of preview.parts) {
    for (const { key, outcome, from } of part.imports) {
      const arrow = outcome === 'mismatch' || outcome === 'cycle' ? '-. ✗' : '--';
      const head = arrow === '--' ? '-->' : '.->';
      const source = from === undefined ? undefined : ids.get(from.part);
      if (source !== undefined) lines.push(`  ${source} ${arrow} "${mermaidText(key)}" ${head} ${ids.get(part.name)}`);
      else if (outcome !== 'types')
        lines.push(`  imports([imports]) -- "${mermaidText(key)}" --> ${ids.get(part.name)}`);
    }
  }
  for (const { key, part } of preview.exports)
    lines.push(`  ${ids.get(part)} -- "${mermaidText(key)}" --> exports([exports])`);
  return `${lines.join('\n')}\n`;
}
