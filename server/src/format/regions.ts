// `// wit-format: off` and `// wit-format: on`: from the one comment to the other nothing is touched.

import type { Verbatim } from './layout.ts';
import type { Comment, Tokens } from './tokens.ts';

const SWITCH = /^\/\/+[ \t]*wit-format:[ \t]*(on|off)[ \t]*$/;

/** Without `on`, the region ends before the closing brace of the body that holds `off`, or with the file. */
export function regionsOff(tokens: Tokens): Verbatim[] {
  const { text, comments } = tokens;
  const regions: Verbatim[] = [];
  if (!text.includes('wit-format:')) return regions;
  let until = 0;
  for (const [index, comment] of comments.entries()) {
    if (comment.start < until || switchOf(text, comment) !== 'off') continue;
    const scope = endOfScope(tokens, index);
    const end = endBySwitch(tokens, index, scope) ?? scope;
    regions.push({ start: comment.start, end, withGap: false });
    until = end;
  }
  return regions;
}

function switchOf(text: string, { kind, start, end }: Comment): string | undefined {
  return kind === 'line-comment' ? SWITCH.exec(text.slice(start, end))?.[1] : undefined;
}

/** The end of the first `on` after comment `from`, before an offset. */
function endBySwitch({ text, comments }: Tokens, from: number, before: number): number | undefined {
  for (let index = from + 1; index < comments.length; index++) {
    const comment = comments[index];
    if (comment === undefined || comment.start >= before) return undefined;
    if (switchOf(text, comment) === 'on') return comment.end;
  }
  return undefined;
}

/** The end of the last token or comment before the closing bracket of the body that holds comment `index`. */
function endOfScope(tokens: Tokens, index: number): number {
  const { comments, text } = tokens;
  const off = comments[index]?.start ?? text.length;
  let depth = 0;
  for (let token = tokens.from(off); token < tokens.count; token++) {
    const kind = tokens.kind(token);
    if (kind === '{' || kind === '(') depth++;
    else if ((kind === '}' || kind === ')') && --depth < 0) {
      const inside = tokens.end(token - 1);
      return Math.max(inside, tokens.commentsBefore(token).at(-1)?.end ?? 0);
    }
  }
  return Math.max(tokens.end(tokens.count - 1), comments.at(-1)?.end ?? 0);
}
