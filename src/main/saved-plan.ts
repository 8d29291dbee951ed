import { createReadStream } from 'node:fs';
import { UsageError } from '../model/errors.ts';
import type { Plan } from '../model/plan.ts';
import { parsePlan } from '../model/plan-schema.ts';
import type { Database } from '../store/database.ts';
import { findPlan, listPlans } from '../store/plans.ts';
import { suggestion } from './config/load.ts';

/** More than any plan: what is larger is something else. */
const LARGEST_BYTES = 20_000_000;

/** What a path says that leads nowhere: then it is an id. */
const NOT_THERE = new Set(['ENOENT', 'ENOTDIR', 'ENAMETOOLONG']);

const REASONS: Readonly<Record<string, string>> = { EISDIR: 'is a directory', EACCES: 'permission denied' };

/** Undefined where there is no such file. @throws UsageError for a file that is no plan, or was changed since */
export async function planInFile(path: string): Promise<Plan | undefined> {
  const text = path === '' ? undefined : await textOf(path);
  return text === undefined ? undefined : parsePlan(jsonOf(text, path), path);
}

async function textOf(path: string): Promise<string | undefined> {
  const parts: Buffer[] = [];
  let bytes = 0;
  try {
    // A pipe has no size to ask for before, and a device no end.
    for await (const part of createReadStream(path, { end: LARGEST_BYTES })) {
      parts.push(part);
      bytes += part.length;
    }
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown error';
    if (NOT_THERE.has(code)) return undefined;
    throw new UsageError(`plan file ${path}: ${REASONS[code] ?? code}`, { cause });
  }
  if (bytes > LARGEST_BYTES) throw new UsageError(`${path} is no plan: it is larger than ${LARGEST_BYTES / 1e6} MB`);
  return Buffer.concat(parts).toString('utf8');
}

function jsonOf(text: string, path: string): unknown {
  try {
    const document: unknown = JSON.parse(text);
    return document;
  } catch (cause) {
    throw new UsageError(`${path} is no plan: it is not JSON`, { cause });
  }
}

/** @throws UsageError where none has that id, with the one that was probably meant */
export async function storedPlan(db: Database, id: string): Promise<Plan> {
  const row = await findPlan(db, id);
  if (row) return parsePlan(row.document);
  const known = (await listPlans(db, 200)).map((plan) => plan.id);
  throw new UsageError(`no plan file and no stored plan: ${id}${suggestion(id, known)}`);
}
