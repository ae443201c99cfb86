// `breaking --as TOOL`: what another tool will say of each world, and in one line why that is not what we say.

import { jsonText, visible } from '../base/escape.ts';
import { type Tool, type ToolVerdict, toolVerdicts } from '../features/contracts/as-tool.ts';
import type { BreakingReport } from './breaking-report.ts';
import { FAILED, type Failure, FOUND } from './io.ts';

interface PackageVerdicts {
  readonly name: string;
  readonly worlds: readonly ToolVerdict[];
  /** Why the tool cannot be asked. */
  readonly unread?: string;
}

/** The text, and the status with which the tool would end. */
export function breakingAs(
  { packages }: BreakingReport,
  tool: Tool,
  format: string,
): { readonly text: string; readonly status: number } | Failure {
  if (format !== 'pretty' && format !== 'json')
    return { failures: [`\`--as ${tool}\` is written as \`pretty\` or \`json\`, not as \`${format}\``] };
  const verdicts = packages.flatMap(({ report }): PackageVerdicts[] => {
    const { name, before, after, unread } = report;
    if (unread !== undefined) return [{ name, worlds: [], unread }];
    // Neither tool is asked about a package that only one side has.
    return before === undefined || after === undefined ? [] : [{ name, worlds: toolVerdicts(tool, before, after) }];
  });
  const refused = verdicts.some(({ worlds }) => worlds.some((it) => !it.accepts));
  const status = verdicts.some(({ unread }) => unread !== undefined) ? FAILED : refused ? FOUND : 0;
  return { text: format === 'json' ? json(tool, verdicts) : pretty(tool, verdicts), status };
}

const COMMANDS: Readonly<Record<Tool, string>> = {
  'wasm-tools': 'wasm-tools component semver-check',
  wkg: 'wkg publish',
};

function pretty(tool: Tool, verdicts: readonly PackageVerdicts[]): string {
  const lines = verdicts.flatMap(({ name, worlds, unread }) => {
    if (unread !== undefined) return [`${name}: cannot be compared: ${unread}`];
    if (worlds.length === 0)
      return [`${name}: no world that both versions have: \`${COMMANDS[tool]}\` compares nothing`];
    return worlds.flatMap(({ world, accepts, because, differs }) => {
      const [first] = because;
      const why = first === undefined ? '' : `: ${first.message}`;
      const note = differs === undefined ? [] : [`  we say something else: ${differs}`];
      return [`${name}/${world}: \`${COMMANDS[tool]}\` ${accepts ? 'accepts' : 'refuses'} it${why}`, ...note];
    });
  });
  return lines.map((line) => `${visible(line)}\n`).join('');
}

function json(tool: Tool, verdicts: readonly PackageVerdicts[]): string {
  const packages = verdicts.map(({ name, worlds, unread }) => ({
    name,
    ...(unread === undefined ? {} : { unread }),
    worlds: worlds.map(({ world, accepts, because, differs }) => ({
      world,
      accepts,
      because: because.map(({ kind, item, message }) => ({ kind, item, message })),
      differs: differs ?? null,
    })),
  }));
  return `${jsonText({ version: 1, as: tool, packages })}\n`;
}
