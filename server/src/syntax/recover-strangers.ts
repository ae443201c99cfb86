// Members of interfaces and worlds that begin with something of another language, or of the other of the two.

import type { Context } from './items.ts';
import type { RecoveringReader } from './reader.ts';
import { directions, foreignFunction, reportModifiers, takeForeignFunction, takeModifiers } from './recover-foreign.ts';
import { readForeignFunction } from './recover-funcs.ts';
import { readUsePath } from './recover-names.ts';

/** The readers of what may stand there. */
interface Read {
  readonly member: (reader: RecoveringReader, item: number, context: Context) => void;
  /** What follows the word `use`. */
  readonly use: (reader: RecoveringReader) => void;
}

/** Reads a member that begins as in another language. False when it does not. */
export function readForeignMember(reader: RecoveringReader, item: number, context: Context, read: Read): boolean {
  const token = reader.peek();
  if (context === 'interface' && EXTERNS.has(token.kind)) {
    readExternInInterface(reader, item, read);
    return true;
  }
  const modifiers = takeModifiers(reader);
  const found = foreignFunction(reader);
  if (found !== undefined && context === 'interface') {
    reader.flat.kinds[item] = 'func_item';
    readForeignFunction(reader, found, modifiers ?? token.start);
    return true;
  }
  if (modifiers !== undefined) {
    reportModifiers(reader, modifiers);
    read.member(reader, item, context);
    return true;
  }
  if (found !== undefined && context === 'world') {
    const start = token.start;
    reader.quietly(() => takeForeignFunction(reader, found, start));
    const name = reader.slice(found.name);
    const text = `${name}: ${found.isAsync ? 'async ' : ''}func`;
    const message = 'a function of a world is imported or exported: `export run: func(…);`';
    reader.foreign({ start, end: reader.previousEnd }, message, directions(start, reader.previousEnd, text));
    reader.skipStatement();
    return true;
  }
  return false;
}

/** `import`, `export` and `include` in an interface. */
function readExternInInterface(reader: RecoveringReader, item: number, read: Read): void {
  const word = reader.take();
  const span = { start: word.start, end: word.end };
  const written = reader.slice(word);
  const remove = { start: word.start, end: reader.peek().start, text: '' };
  // `import f: func();`
  if (reader.atWord() && reader.peek(1).kind === ':' && FUNCTION_STARTS.has(reader.peek(2).kind)) {
    const message = `the functions of an interface are written without \`${written}\``;
    reader.foreign(span, message, { fix: { title: `Remove \`${written}\``, edits: [remove] } });
    return read.member(reader, item, 'interface');
  }
  if (written === 'import' && importsTypes(reader)) {
    const message = 'an interface imports nothing itself: it brings types with `use`';
    const edits = [{ ...span, text: 'use' }];
    reader.foreign(span, message, { fix: { title: 'Change to `use`', edits } });
    reader.flat.kinds[item] = 'use_item';
    return read.use(reader);
  }
  reader.quietly(() => readUsePath(reader));
  reader.skipStatement();
  const whole = { start: word.start, end: reader.previousEnd };
  const message = `\`${written}\` stands in worlds only; an interface brings types with \`use types.{a, b};\``;
  reader.foreign(span, message, { fix: { title: 'Remove this statement', edits: [{ ...whole, text: '' }] } });
}

/** `types.{a}` and `{ a } from types`. */
function importsTypes(reader: RecoveringReader): boolean {
  if (reader.at('{')) return true;
  for (let ahead = 0; ahead < MAX_PATH; ahead++) {
    const { kind } = reader.peek(ahead);
    if (kind === '.' && reader.peek(ahead + 1).kind === '{') return true;
    if (kind === ';' || kind === '}' || kind === 'eof') return false;
  }
  return false;
}

const MAX_PATH = 24;
const EXTERNS = new Set(['import', 'export', 'include']);
const FUNCTION_STARTS = new Set(['func', 'async']);
