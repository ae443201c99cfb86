// The policy of the projects of a command line, and what it refuses.

import { visible } from '../base/escape.ts';
import { LineIndex } from '../base/text.ts';
import type { Diagnostic } from '../check/diagnostic.ts';
import type { PolicyContext } from '../features/policy/context.ts';
import { withTargets } from '../features/policy/context.ts';
import type { PackageRoot } from '../workspace/package-folders.ts';
import type { Snapshot } from '../workspace/snapshot.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { Io } from './io.ts';
import { type ProjectSettings, projectDirectory } from './project.ts';
import { shownPath } from './shown-path.ts';

/** What a package that was loaded is judged with. */
export function policyOf(projects: ProjectSettings, workspace: Workspace, root: PackageRoot): Promise<PolicyContext> {
  const directory = projectDirectory(root);
  const { capabilities = {}, dependencies = {} } = projects.project(directory)?.values ?? {};
  return withTargets(workspace, { rules: projects.policy(directory), capabilities }, dependencies);
}

/** Says what is refused on the error stream. True when something fails. */
export function tellPolicy(io: Io, snapshot: Snapshot, found: ReadonlyMap<string, readonly Diagnostic[]>): boolean {
  let failed = false;
  for (const [uri, diagnostics] of found) {
    const lines = snapshot.lines(uri) ?? new LineIndex('');
    for (const { span, severity, code, message } of diagnostics) {
      const { line, character } = lines.position(span.start);
      io.err(`${visible(shownPath(uri, io.cwd))}:${line + 1}:${character + 1}: ${visible(message)} [${code}]\n`);
      failed ||= severity === 'error';
    }
  }
  return failed;
}

/** What is refused, as data: places as in `check --format json`. */
export function policyJson(
  snapshot: Snapshot,
  found: ReadonlyMap<string, readonly Diagnostic[]>,
  shown: (uri: string) => string,
): readonly object[] {
  return [...found].flatMap(([uri, diagnostics]) => {
    const lines = snapshot.lines(uri) ?? new LineIndex('');
    return diagnostics.map(({ span, severity, code, message }) => ({
      path: shown(uri),
      range: lines.range(span),
      severity,
      code,
      message,
    }));
  });
}
