// A world as a Mermaid flow chart: a subgraph for each package, interfaces in it, arrows as in the drawing.

import { mermaidText } from '../base/escape.ts';
import { implicitImports, type PreviewGroup, type PreviewItem, type WorldPreview } from './preview.ts';

export function mermaidOf<P>(preview: WorldPreview<P>): string {
  const ids = new Map<string, string>();
  for (const group of [...preview.imports, ...preview.exports])
    for (const item of group.items) ids.set(item.id, `n${ids.size}`);
  const lines = [
    'flowchart LR',
    `  world{{"${mermaidText(preview.package)}<br/><b>${mermaidText(preview.name)}</b>"}}`,
  ];
  let number = 0;
  for (const group of [...preview.imports, ...preview.exports]) lines.push(...subgraph(group, `p${number++}`, ids));
  for (const item of itemsOf(preview.imports)) {
    if (!item.implicit) lines.push(`  ${ids.get(item.id)} --> world`);
    for (const used of item.uses) if (ids.has(used)) lines.push(`  ${ids.get(used)} -.-> ${ids.get(item.id)}`);
  }
  const implicit = implicitImports(preview);
  for (const item of itemsOf(preview.exports)) {
    lines.push(`  world --> ${ids.get(item.id)}`);
    for (const used of item.uses)
      if (ids.has(used) && (used.startsWith('export ') || implicit.has(used)))
        lines.push(`  ${ids.get(used)} -.-> ${ids.get(item.id)}`);
  }
  return `${lines.join('\n')}\n`;
}

function itemsOf<P>(groups: readonly PreviewGroup<P>[]): PreviewItem<P>[] {
  return groups.flatMap((group) => group.items);
}

function subgraph<P>(group: PreviewGroup<P>, id: string, ids: ReadonlyMap<string, string>): string[] {
  const [first] = group.items;
  const own = `own ${first?.direction ?? 'import'}s`;
  const title =
    group.package === '' ? own : `${group.package}${group.version === undefined ? '' : ` ${group.version}`}`;
  return [
    `  subgraph ${id}["${mermaidText(title)}"]`,
    ...group.items.map((item) => {
      const label = `"${mermaidText(item.kind === 'interface' ? item.name : `${item.name}: ${item.detail ?? item.kind}`)}"`;
      return `    ${ids.get(item.id)}${item.implicit ? `(${label})` : `[${label}]`}`;
    }),
    '  end',
  ];
}
