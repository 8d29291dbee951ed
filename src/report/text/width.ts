const PRINTABLE_ASCII = /^[\x20-\x7e]*$/;
const ZERO = /^\p{Mark}$/u;
const EMOJI = /^\p{Emoji_Presentation}$/u;

/** Blocks that are wide or full-width in https://www.unicode.org/reports/tr11/, rounded up where they are mixed. */
const WIDE_RANGES: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0x4dbf],
  [0x4dc0, 0xa4cf],
  [0xa960, 0xa97c],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe10, 0xfe19],
  [0xfe30, 0xfe6b],
  [0xff01, 0xff60],
  [0xffe0, 0xffe6],
  [0x16fe0, 0x18d08],
  [0x1aff0, 0x1b2fb],
  [0x1d300, 0x1d376],
  [0x1f200, 0x1f265],
  [0x20000, 0x3fffd],
];

/**
 * Columns that printable text takes in a terminal. Never less than it really takes; joined emoji are counted apart, as
 * terminals that cannot join them do.
 */
export function widthOf(text: string): number {
  if (PRINTABLE_ASCII.test(text)) return text.length;
  let columns = 0;
  for (const character of text) columns += widthOfCharacter(character);
  return columns;
}

function widthOfCharacter(character: string): 0 | 1 | 2 {
  const code = character.codePointAt(0) ?? 0;
  // The selector of the emoji form widens the character before it.
  if (code === 0xfe0f) return 1;
  if (code < 0x300) return 1;
  if (ZERO.test(character)) return 0;
  if (EMOJI.test(character) || WIDE_RANGES.some(([first, last]) => code >= first && code <= last)) return 2;
  return 1;
}

/** As many characters of `text` as fit in `columns`. */
export function fit(text: string, columns: number): string {
  let fitting = '';
  let used = 0;
  for (const character of text) {
    used += widthOf(character);
    if (used > columns) return fitting;
    fitting += character;
  }
  return fitting;
}

/** Shortens to `columns`, saying by `…` that it did. */
export function shorten(text: string, columns: number): string {
  return widthOf(text) <= columns ? text : `${fit(text, Math.max(0, columns - 1))}…`;
}

export function padEnd(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - widthOf(text)));
}

export function padStart(text: string, columns: number): string {
  return ' '.repeat(Math.max(0, columns - widthOf(text))) + text;
}
