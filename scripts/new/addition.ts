/** What a new unit adds to the tree: its files, and its line in a registry. */
export interface Addition {
  /** Text by path, relative to the root. */
  readonly files: Readonly<Record<string, string>>;
  readonly registry: string;
  readonly definition: Definition;
  readonly nextSteps: readonly string[];
}

export interface Definition {
  /** What its file exports. */
  readonly name: string;
  /** What the registry calls it where that name is taken. */
  readonly fallback: string;
  /** As the registry imports it: `./ec2/volume-encrypted.ts`. */
  readonly from: string;
}

/** What cannot be made as it was asked for; its message says why and what can. */
export class Refusal extends Error {}

/** `volume-encrypted` is `volumeEncrypted`. */
export function camel(words: string): string {
  return words.replaceAll(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** `volume-encrypted` is `Volume encrypted`. */
export function sentence(words: string): string {
  const text = words.replaceAll('-', ' ');
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
