import { existsSync, readFileSync } from 'node:fs';

/** Beside the bundle's folder, or beside src/ where the sources are run. */
const PLACES = ['../package.json', '../../package.json'];

/** Read from the package rather than built in: one place says it. Only main.ts knows where it runs from. */
export function readVersion(from: string): string {
  const file = PLACES.map((place) => new URL(place, from)).find((url) => existsSync(url));
  return (file && /"version": "([^"]+)"/.exec(readFileSync(file, 'utf8'))?.[1]) ?? 'unknown';
}
