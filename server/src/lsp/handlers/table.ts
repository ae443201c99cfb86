// Every request that is answered. A row converts and decides nothing; the rows of one area stand in one file of this folder.

import { CODE_ACTION_ROWS } from './code-actions.ts';
import { COMMAND_ROWS } from './commands.ts';
import { COMPLETION_ROWS } from './completion.ts';
import { COMPOSITION_ROWS } from './composition-preview.ts';
import { CONTRACT_ROWS } from './contracts.ts';
import { DEPENDENCY_ROWS } from './dependencies.ts';
import { DIAGNOSTIC_ROWS } from './diagnostics.ts';
import { DOCUMENTATION_ROWS } from './documentation.ts';
import { FORMAT_ROWS } from './format.ts';
import { HINT_ROWS } from './hints.ts';
import { NAVIGATION_ROWS } from './navigation.ts';
import { PUBLISHED_ROWS } from './published.ts';
import { RENAME_ROWS } from './rename.ts';
import type { Row } from './row.ts';
import { SEMANTIC_TOKENS_ROWS } from './semantic-tokens.ts';
import { SETTINGS_ROWS } from './settings.ts';
import { STRUCTURE_ROWS } from './structure.ts';
import { SYMBOL_ROWS } from './symbols.ts';
import { TEXT_CONTENT_ROWS } from './text-content.ts';
import { WORLD_ROWS } from './worlds.ts';

export const ROWS: readonly Row[] = [
  ...DIAGNOSTIC_ROWS,
  ...DOCUMENTATION_ROWS,
  ...CODE_ACTION_ROWS,
  ...COMPLETION_ROWS,
  ...CONTRACT_ROWS,
  ...DEPENDENCY_ROWS,
  ...FORMAT_ROWS,
  ...NAVIGATION_ROWS,
  ...PUBLISHED_ROWS,
  ...RENAME_ROWS,
  ...SYMBOL_ROWS,
  ...STRUCTURE_ROWS,
  ...HINT_ROWS,
  ...SEMANTIC_TOKENS_ROWS,
  ...TEXT_CONTENT_ROWS,
  ...WORLD_ROWS,
  ...COMPOSITION_ROWS,
  ...SETTINGS_ROWS,
  ...COMMAND_ROWS,
];
