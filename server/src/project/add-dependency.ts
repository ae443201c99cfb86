// The edit that names a package in a project file.

import { modify, type ParseError, parse } from 'jsonc-parser';
import type { TextEdit } from '../base/text.ts';

/** Undefined for a file that is not sound: nobody knows what an edit would make of it. `path`: from the file. */
export function dependencyEdit(text: string, name: string, path: string): readonly TextEdit[] | undefined {
  const errors: ParseError[] = [];
  parse(text, errors, { disallowComments: true });
  if (errors.length > 0) return undefined;
  const formattingOptions = {
    insertSpaces: !/^\t/m.test(text),
    tabSize: 2,
    eol: text.includes('\r\n') ? '\r\n' : '\n',
  };
  return modify(text, ['dependencies', name], path, { formattingOptions }).map(({ offset, length, content }) => ({
    start: offset,
    end: offset + length,
    text: content,
  }));
}

/** A project file with nothing but one package. */
export function newProjectText(name: string, path: string): string {
  return `${JSON.stringify({ dependencies: { [name]: path } }, undefined, 2)}\n`;
}
