// What is wrong in a project file and in what it extends, as diagnostics of the files.

import type { Diagnostic } from '../../check/diagnostic.ts';
import { diagnosticOf } from '../../check/text-diagnostic.ts';
import type { Project } from '../../project/projects.ts';

/** By the file that it is in; files of the project without problems have an empty list. */
export function projectFindings({ files, problems }: Project): ReadonlyMap<string, readonly Diagnostic[]> {
  const found = new Map<string, Diagnostic[]>(files.map((it) => [it.uri, []]));
  for (const { uri, code, message, span } of problems) found.get(uri)?.push(diagnosticOf(code, message, span));
  return found;
}
