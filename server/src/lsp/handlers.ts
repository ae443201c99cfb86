// Every request that is answered. A row converts and decides nothing; the rows of one area stand in one file of `rows/`.

import type { Row } from './row.ts';
import { CODE_ACTION_ROWS } from './rows/code-actions.ts';
import { COMPLETION_ROWS } from './rows/completion.ts';
import { DIAGNOSTIC_ROWS } from './rows/diagnostics.ts';
import { FORMAT_ROWS } from './rows/format.ts';

export const ROWS: readonly Row[] = [...DIAGNOSTIC_ROWS, ...CODE_ACTION_ROWS, ...COMPLETION_ROWS, ...FORMAT_ROWS];
