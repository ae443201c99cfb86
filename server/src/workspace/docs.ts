// Documentation by place in the model, out of the text that a snapshot has now.

import type { DocsSource } from '../model/json.ts';
import { docsBefore, docsOf } from '../syntax/docs.ts';
import type { Snapshot } from './snapshot.ts';

export function docsSource(snapshot: Pick<Snapshot, 'tree'>): DocsSource {
  return {
    item({ uri, node }) {
      const tree = snapshot.tree(uri);
      return tree === undefined ? undefined : docsOf(tree, node);
    },
    package(declarations) {
      for (const { uri, node } of declarations) {
        const tree = snapshot.tree(uri);
        const entry = tree?.entries.find(({ base, chunk }) => base <= node && node < base + chunk.spans.length / 2);
        const docs = tree === undefined || entry === undefined ? undefined : docsBefore(tree, entry.start);
        if (docs !== undefined) return docs;
      }
      return undefined;
    },
  };
}
