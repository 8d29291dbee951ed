import { plain } from './plain.ts';

const INSTANT = /\b(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(:\d\d)(?:\.\d+)?Z/g;

/** A sentence for people: safe to print, and its instants are said as people say them. */
export function readable(text: string): string {
  return plain(text).replaceAll(INSTANT, (_, day: string, minutes: string, seconds: string) => {
    return `${day} ${minutes}${seconds === ':00' ? '' : seconds} UTC`;
  });
}
