import { findingsPage, suppressOne, unsuppressOne } from '../main/findings.ts';
import { readProcess } from '../main/process.ts';
import type { Status } from '../model/finding.ts';
import { isAtLeast, SEVERITIES, type Severity } from '../model/severity.ts';
import { EXIT } from './exit.ts';
import { print } from './out.ts';
import { parseSince, parseUntil } from './when.ts';

export interface FindingsListOptions {
  readonly status: readonly Status[];
  /** This severe or worse. */
  readonly severity: Severity;
  readonly check?: string;
  readonly new?: string | true;
  readonly fixed?: string | true;
  readonly limit: number;
  readonly output: 'table' | 'json';
}

const LATELY = '24h';

/** `opsbook findings list`: what the stored runs found, and since when. */
export async function findingsListCommand(options: FindingsListOptions): Promise<number> {
  const { status, severity, check, limit, output } = options;
  const { environment, columns: width } = readProcess();
  const now = new Date();
  const since = (value: string | true | undefined) =>
    value === undefined ? undefined : parseSince(value === true ? LATELY : value, now);
  const text = await findingsPage(environment, {
    statuses: status.length > 0 ? status : ['fail', 'unknown'],
    severities: SEVERITIES.filter((one) => isAtLeast(one, severity)),
    check,
    failingSince: since(options.new),
    fixedSince: since(options.fixed),
    limit,
    json: output === 'json',
    width,
  });
  await print(text);
  return EXIT.done;
}

/** `opsbook findings suppress <finding> --reason … --until …` */
export async function suppressCommand(id: string, options: { reason: string; until: string }): Promise<number> {
  const until = parseUntil(options.until, new Date());
  await print(await suppressOne(readProcess().environment, { id, reason: options.reason, until }));
  return EXIT.done;
}

/** `opsbook findings unsuppress <finding>` */
export async function unsuppressCommand(id: string): Promise<number> {
  await print(await unsuppressOne(readProcess().environment, id));
  return EXIT.done;
}
