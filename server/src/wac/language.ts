// WAC as the formatter takes it.

import type { Language } from '../format/language.ts';
import { WacLexer } from './lexer.ts';

export const WAC: Language = { lexer: (text) => new WacLexer(text), cutsVersions: false };

const WORDS =
  /^(?:import|with|type|tuple|list|option|result|borrow|resource|variant|record|flags|enum|func|static|constructor|u8|s8|u16|s16|u32|s32|u64|s64|f32|f64|float32|float64|char|bool|string|interface|world|export|new|let|use|include|as|package|targets|own|future|stream|async)$/;

/** Words of the language, which a name can only be with a `%`. */
export function isWacWord(name: string): boolean {
  return WORDS.test(name);
}
