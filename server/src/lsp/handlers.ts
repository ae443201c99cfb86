// Every request that is answered. A row converts and decides nothing; the rows of one area stand in one file of `rows/`.

import type { Row } from './row.ts';
import { CODE_ACTION_ROWS } from './rows/code-actions.ts';
import { COMMAND_ROWS } from './rows/commands.ts';
import { COMPLETION_ROWS } from './rows/completion.ts';
import { CONTRACT_ROWS } from './rows/contracts.ts';
import { DEPENDENCY_ROWS } from './rows/dependencies.ts';
import { DIAGNOSTIC_ROWS } from './rows/diagnostics.ts';
import { FORMAT_ROWS } from './rows/format.ts';
import { HINT_ROWS } from './rows/hints.ts';
import { NAVIGATION_ROWS } from './rows/navigation.ts';
import { RENAME_ROWS } from './rows/rename.ts';
import { SEMANTIC_TOKENS_ROWS } from './rows/semantic-tokens.ts';
import { STRUCTURE_ROWS } from './rows/structure.ts';
import { SYMBOL_ROWS } from './rows/symbols.ts';
import { TEXT_CONTENT_ROWS } from './rows/text-content.ts';
import { WORLD_ROWS } from './rows/worlds.ts';

export const ROWS: readonly Row[] = [
  ...DIAGNOSTIC_ROWS,
  ...CODE_ACTION_ROWS,
  ...COMPLETION_ROWS,
  ...CONTRACT_ROWS,
  ...DEPENDENCY_ROWS,
  ...FORMAT_ROWS,
  ...NAVIGATION_ROWS,
  ...RENAME_ROWS,
  ...SYMBOL_ROWS,
  ...STRUCTURE_ROWS,
  ...HINT_ROWS,
  ...SEMANTIC_TOKENS_ROWS,
  ...TEXT_CONTENT_ROWS,
  ...WORLD_ROWS,
  ...COMMAND_ROWS,
];
