import { fit, widthOf } from './width.ts';

/** Breaks text at spaces into lines of at most `columns`; a word that is longer than a line is cut where it must be. */
export function wrap(text: string, columns: number): string[] {
  const width = Math.max(2, columns);
  const lines: string[] = [];
  let line = '';
  // `80 %` is one word.
  for (const word of text.split(/ (?!%)/)) {
    if (line !== '' && widthOf(line) + 1 + widthOf(word) <= width) {
      line += ` ${word}`;
      continue;
    }
    if (line !== '') lines.push(line);
    const pieces = cut(word, width);
    lines.push(...pieces.slice(0, -1));
    line = pieces.at(-1) ?? '';
  }
  if (line !== '' || lines.length === 0) lines.push(line);
  return lines;
}

/** The first line begins with `first`, the others are indented by as much as `rest` is long. */
export function wrapIndented(
  text: string,
  columns: number,
  first: string,
  rest = ' '.repeat(widthOf(first)),
): string[] {
  const room = columns - Math.max(widthOf(first), widthOf(rest));
  return wrap(text, room).map((line, index) => `${index === 0 ? first : rest}${line}`.trimEnd());
}

/** Names and ARNs are cut behind a separator where one is near. */
function cut(word: string, width: number): string[] {
  const pieces: string[] = [];
  let left = word;
  while (widthOf(left) > width) {
    const most = fit(left, width);
    const separator = /^(.*[/:,._-])[^/:,._-]+$/u.exec(most)?.[1] ?? '';
    const piece = widthOf(separator) * 2 > width ? separator : most;
    // A character wider than the whole line is printed all the same.
    const taken = piece === '' ? (Array.from(left)[0] ?? '') : piece;
    pieces.push(taken);
    left = left.slice(taken.length);
  }
  pieces.push(left);
  return pieces;
}
