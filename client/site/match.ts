// What a query finds in the index of a site: names by their beginnings, by the parts between hyphens, by what they contain, and
// functions by their types (`-> result<_, error-code>`).

/** As `server/src/site/search-index.ts` writes it. */
export interface IndexedPage {
  readonly p: string;
  readonly k: string;
  readonly i: readonly (readonly [name: string, kind: string, anchor: string, signature?: string])[];
}

export interface Entry {
  readonly name: string;
  readonly kind: string;
  readonly package: string;
  /** From the top of the site. */
  readonly address: string;
  readonly signature: string | undefined;
  /** The name in lower case, and where its last part begins. */
  readonly key: string;
  readonly last: number;
  types?: Signature;
}

interface Type {
  readonly name: string;
  readonly args: readonly Type[];
}

interface Signature {
  readonly params: readonly Type[];
  readonly result: Type | undefined;
}

export function entriesOf(pages: readonly IndexedPage[]): Entry[] {
  return pages.flatMap(({ p, k, i }) =>
    i.map(([name, kind, anchor, signature]) => ({
      ...{ name, kind, signature, package: k },
      address: p.split('/').map(encodeURIComponent).join('/') + (anchor === '' ? '' : `#${encodeURI(anchor)}`),
      key: name.toLowerCase(),
      last: kind === 'package' ? 0 : name.lastIndexOf('.') + 1,
    })),
  );
}

/** The best first. */
export function search(entries: readonly Entry[], query: string, most = 50): Entry[] {
  const text = query.trim();
  if (text === '') return [];
  const signature = text.includes('->') || text.includes('<') ? readSignature(text) : undefined;
  const words = text
    .toLowerCase()
    .split(/[\s/#]+/)
    .filter((it) => it !== '');
  // The best so far, in order: most entries are worse than all of them.
  const best: Scored[] = [];
  for (const entry of entries) {
    const score = signature === undefined ? nameScore(entry, words) : typeScore(entry, signature);
    if (score === 0) continue;
    const found = { entry, score };
    const worst = best[most - 1];
    if (worst !== undefined && order(found, worst) >= 0) continue;
    let at = best.length;
    while (at > 0 && order(found, best[at - 1] as Scored) < 0) at--;
    best.splice(at, 0, found);
    if (best.length > most) best.pop();
  }
  return best.map((it) => it.entry);
}

interface Scored {
  readonly entry: Entry;
  readonly score: number;
}

function order(a: Scored, b: Scored): number {
  if (a.score !== b.score) return b.score - a.score;
  const [x, y] = [a.entry, b.entry];
  if (x.name.length !== y.name.length) return x.name.length - y.name.length;
  if (x.name !== y.name) return x.name < y.name ? -1 : 1;
  return x.package < y.package ? -1 : x.package > y.package ? 1 : 0;
}

/** Every word must be somewhere; the last part of the name counts most. */
function nameScore(entry: Entry, words: readonly string[]): number {
  let sum = 0;
  for (const word of words) {
    const score = wordScore(entry, word);
    if (score === 0) return 0;
    sum += score;
  }
  return entry.kind === 'package' || entry.kind === 'interface' || entry.kind === 'world' ? sum + 3 : sum;
}

function wordScore({ key, last, package: from }: Entry, word: string): number {
  const at = key.indexOf(word, last);
  if (at === last) return key.length - last === word.length ? 100 : 60;
  if (at > last) return key[at - 1] === '-' || key[at - 1] === ':' ? 40 : 20;
  if (key.startsWith(word)) return 15;
  if (partsBegin(key.slice(last), word)) return 30;
  if (key.includes(word)) return 10;
  return from.includes(word) ? 5 : 0;
}

/** `ghs` or `get-h-s` for `get-head-size`: the beginnings of the parts. */
function partsBegin(name: string, word: string): boolean {
  const parts = name.split('-');
  if (parts.length < 2) return false;
  const wanted = word.includes('-') ? word.split('-') : [...word];
  return (
    wanted.length > 1 && wanted.length <= parts.length && wanted.every((it, at) => parts[at]?.startsWith(it) === true)
  );
}

// Types

function typeScore(entry: Entry, wanted: Signature): number {
  if (entry.signature === undefined) return 0;
  entry.types ??= readSignature(entry.signature);
  const { params, result } = entry.types;
  if (wanted.result !== undefined && (result === undefined || !matches(wanted.result, result))) return 0;
  const left = [...params];
  for (const it of wanted.params) {
    const at = left.findIndex((param) => matches(it, param));
    if (at === -1) return 0;
    left.splice(at, 1);
  }
  return 100 - Math.min(90, left.length * 10);
}

/** `_` is any type; a type without its arguments is any of its kind. */
function matches(wanted: Type, type: Type): boolean {
  if (wanted.name === '_' || wanted.name === '') return true;
  if (wanted.name !== type.name && !type.name.startsWith(wanted.name)) return false;
  return wanted.args.every((it, at) => {
    const other = type.args[at];
    return other === undefined ? it.name === '_' : matches(it, other);
  });
}

/** `(a, b) -> c`, `a, b -> c`, `-> c`, `list<u8>` for a result of that type. */
function readSignature(text: string): Signature {
  const arrow = text.lastIndexOf('->');
  const before =
    arrow === -1
      ? ''
      : text
          .slice(0, arrow)
          .trim()
          .replace(/^\(|\)$/g, '');
  const after = (arrow === -1 ? text : text.slice(arrow + 2)).trim();
  return { params: readTypes(before), result: after === '' ? undefined : readTypes(after)[0] };
}

/** Types with commas between them. What is not closed yet ends with the text. */
function readTypes(text: string): Type[] {
  const stack: { name: string; args: Type[] }[] = [{ name: '', args: [] }];
  for (const [token] of text.matchAll(/[\w%-]+|[<>,]/g)) {
    const top = stack.at(-1) as { name: string; args: Type[] };
    if (token === '<') {
      const last = top.args.at(-1) as { name: string; args: Type[] } | undefined;
      if (last !== undefined && stack.length < 100) stack.push(last);
    } else if (token === '>') {
      if (stack.length > 1) stack.pop();
    } else if (token !== ',') top.args.push({ name: token, args: [] });
  }
  return (stack[0] as { args: Type[] }).args;
}
