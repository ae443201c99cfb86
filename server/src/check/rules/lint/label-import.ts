// lint/label-import: `import a:b;` imports the local interface `b` under the label `a`; it looks like the import of a package.

import type { Problem } from '../../../model/package.ts';
import { type ItemTree, spanOf } from '../../../syntax/items.ts';
import type { Code } from '../../catalogue.ts';

export function labelImport(uri: string, tree: ItemTree): readonly Problem<Code>[] {
  const problems: Problem<Code>[] = [];
  for (const entry of tree.order) {
    const { decl } = entry.chunk;
    if (decl.kind !== 'import' && decl.kind !== 'export') continue;
    const { extern } = decl;
    if (extern.kind !== 'path' || extern.label === undefined || extern.path.package !== undefined) continue;
    const label = spanOf(tree, entry.base + extern.label.node);
    const path = spanOf(tree, entry.base + extern.path.node);
    if (path.start !== label.end + 1) continue;
    const loc = { uri, node: entry.base + extern.path.node };
    problems.push({
      code: 'lint/label-import',
      loc,
      message: `this ${decl.kind}s the interface \`${extern.path.name.text}\` of this package as \`${extern.label.text}\`; to ${decl.kind} from a package write \`${extern.label.text}:${extern.path.name.text}/interface\``,
    });
  }
  return problems;
}
