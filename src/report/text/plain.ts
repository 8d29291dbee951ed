/**
 * Everything that could move a cursor, colour a terminal, turn the direction of a line around or hide: control
 * characters, bidirectional and zero-width format characters, line separators, lone surrogates, private use and
 * noncharacters.
 */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}\u115f\u1160\u3164\uffa0]/gu;

/**
 * One line of text that is safe to print anywhere: names, tags and messages come from whoever may write them in AWS.
 * White space becomes a space; anything unprintable becomes visible (`\u{1b}`), since hiding it would help who wrote it.
 */
export function plain(text: string): string {
  return text
    .replaceAll(/\s+/gu, ' ')
    .replaceAll(UNPRINTABLE, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`)
    .trim();
}
