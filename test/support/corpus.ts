// Reads tree-sitter's own format of tests, so that `grammar/test/corpus` runs without its command line, too:
//
//   =====            The name; then attributes, of which `:error` is known: the text must be refused, whatever the tree.
//   name
//   :error
//   =====
//   text
//   -----
//   (expected tree)

export interface CorpusCase {
  readonly name: string;
  readonly text: string;
  readonly error: boolean;
  /** On one line, as `Node.toString` writes it. */
  readonly tree: string;
}

export function readCorpus(file: string): CorpusCase[] {
  const headers = [...file.matchAll(/^={3,}\n([^\n]+)\n((?::[^\n]+\n)*)={3,}\n/gm)];
  return headers.map((header, at) => {
    const body = file.slice(header.index + header[0].length, headers[at + 1]?.index);
    const [text, tree, ...rest] = body.split(/^-{3,}$/m);
    const [, name = '', attributes = ''] = header;
    if (text === undefined || tree === undefined || rest.length > 0)
      throw new Error(`${name}: not one line of hyphens`);
    const unknown = attributes.split('\n').filter((line) => line !== '' && line !== ':error');
    if (unknown.length > 0) throw new Error(`${name}: cannot read ${unknown.join(' ')}`);
    return { name, text: text.slice(1, -2), error: attributes !== '', tree: flat(tree) };
  });
}

function flat(tree: string): string {
  return tree.trim().replace(/\s+/g, ' ').replaceAll(' )', ')');
}
