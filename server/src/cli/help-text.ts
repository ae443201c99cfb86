// Help as a terminal of 80 columns shows it.

const COLUMNS = 80;

/** `text` broken at spaces so that no line is longer than 80 columns; lines after the first begin with `indent` spaces. */
export function wrapped(text: string, indent = 0): string {
  const lines: string[] = [];
  let line = text.slice(0, indent);
  let empty = true;
  for (const word of text.slice(indent).split(' ')) {
    if (!empty && line.length + 1 + word.length > COLUMNS) {
      lines.push(line);
      line = ' '.repeat(indent);
      empty = true;
    }
    line += empty ? word : ` ${word}`;
    empty = false;
  }
  lines.push(line);
  return lines.join('\n');
}
