// A world as the type of a component, in WebAssembly's text format: what `component-type` sections hold.

import type { Tools } from './wasm-tools.ts';

/** The component that describes the world that a module was made for. */
export function worldSection(tools: Tools, module: Uint8Array): string {
  const section = customSection(module, 'component-type');
  return section === undefined ? '(component)' : tools.print(section);
}

/** The type of that world: `(component (import …) (export …))`. */
export function worldType(tools: Tools, module: Uint8Array): string {
  return firstIn(firstIn(worldSection(tools, module), '(component', 1), '(component', 1) || '(component)';
}

/** The first expression that begins with `head` and stands deeper than `depth`. */
export function firstIn(text: string, head: string, depth: number): string {
  for (const { start, end, level } of expressions(text)) {
    if (level >= depth && text.startsWith(head, start)) return text.slice(start, end);
  }
  return '';
}

/** Direct children of an expression that begin with `head`. */
export function children(text: string, head: string): string[] {
  return expressions(text)
    .filter(({ start, level }) => level === 1 && text.startsWith(head, start))
    .map(({ start, end }) => text.slice(start, end));
}

/** Every parenthesized expression, in the order in which they begin. */
export function expressions(text: string): { start: number; end: number; level: number }[] {
  const found: { start: number; end: number; level: number }[] = [];
  const open: { start: number; end: number; level: number }[] = [];
  for (const { 0: token, index } of text.matchAll(/"(?:\\.|[^"\\])*"|\(;[\s\S]*?;\)|;;[^\n]*|[()]/g)) {
    if (token === '(') {
      const it = { start: index, end: text.length, level: open.length };
      open.push(it);
      found.push(it);
    } else if (token === ')') {
      const it = open.pop();
      if (it !== undefined) it.end = index + 1;
    }
  }
  return found;
}

/** Names in quotes without their versions. */
export function withoutVersions(text: string): string {
  return text.replace(/("[a-z][\w-]*:[\w-]+\/[\w-]+)@[^"]*"/gi, '$1"');
}

function customSection(binary: Uint8Array, wanted: string): Uint8Array | undefined {
  let at = 8;
  const number = (): number => {
    let result = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = binary[at++] ?? 0;
      result |= (byte & 0x7f) << shift;
      if (byte < 0x80) return result;
    }
  };
  while (at < binary.length) {
    const id = binary[at++];
    const size = number();
    const end = at + size;
    if (id === 0) {
      const length = number();
      const name = new TextDecoder().decode(binary.slice(at, at + length));
      if (name.startsWith(wanted)) return binary.slice(at + length, end);
    }
    at = end;
  }
  return undefined;
}
