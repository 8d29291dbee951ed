import { CHECKS } from '../catalog.ts';
import { loadConfig } from '../config/load.ts';
import type { Config } from '../config/schema.ts';

/** What every question about a schedule is asked with. */
export interface Asking {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly configFile: string | undefined;
  /** The only one where undefined. */
  readonly schedule: string | undefined;
  readonly json: boolean;
  readonly width: number;
}

export interface Answer {
  readonly text: string;
  /** What could not be read. */
  readonly warnings: readonly string[];
  /** Whether the answer may be wrong for it. */
  readonly incomplete: boolean;
}

export function configOf({ configFile }: Pick<Asking, 'configFile'>): Promise<Config> {
  return loadConfig(configFile, CHECKS);
}

export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
