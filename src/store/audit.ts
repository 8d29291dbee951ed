import { createHash } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { Json } from '../model/json.ts';
import { type Database, inTransaction } from './database.ts';
import { canonical, stored, storedText } from './json.ts';
import type { AuditTable } from './tables.ts';

export type AuditRow = Selectable<AuditTable>;

interface Entry {
  readonly at: Date;
  /** Who, as whom they are known: a person, a token, `scheduler`. */
  readonly actor: string;
  /** What they did: `execution.approve`. */
  readonly action: string;
  /** To what: `execution/ex-1`. */
  readonly subject: string;
  /** Masked by the caller. */
  readonly details: Json;
}

/**
 * Adds to the log. Each entry holds the hash of the one before, and the head row holds the count and the last hash, so
 * what is edited or deleted later shows. Who appends waits for who appended before: call it last in a transaction.
 */
export function appendAudit(db: Database, given: Entry): Promise<AuditRow> {
  const details = stored(given.details);
  const entry = {
    at: given.at,
    actor: storedText(given.actor),
    action: storedText(given.action),
    subject: storedText(given.subject),
  };
  return inTransaction(db, async (trx) => {
    const head = await trx.selectFrom('auditHead').selectAll().forUpdate().executeTakeFirstOrThrow();
    const seq = head.count + 1;
    const hash = hashOf({ ...entry, seq, details: JSON.parse(details), previousHash: head.hash });
    await trx.updateTable('auditHead').set({ count: seq, hash }).execute();
    return trx
      .insertInto('audit')
      .values({ ...entry, seq, details, previousHash: head.hash, hash })
      .returningAll()
      .executeTakeFirstOrThrow();
  });
}

interface Filter {
  readonly subject?: string;
  readonly actor?: string;
  readonly before?: number;
  readonly limit: number;
}

/** The newest first. */
export function listAudit(db: Database, { subject, actor, before, limit }: Filter): Promise<AuditRow[]> {
  return db
    .selectFrom('audit')
    .selectAll()
    .$if(subject !== undefined, (query) => query.where('subject', '=', subject ?? ''))
    .$if(actor !== undefined, (query) => query.where('actor', '=', actor ?? ''))
    .$if(before !== undefined, (query) => query.where('seq', '<', before ?? 0))
    .orderBy('seq', 'desc')
    .limit(limit)
    .execute();
}

export type AuditVerdict =
  | { readonly state: 'whole'; readonly entries: number; readonly hash: string }
  /** The first entry that is not what it was; those before it hold. */
  | { readonly state: 'broken'; readonly seq: number; readonly why: 'edited' | 'deleted' | 'inserted' };

const BATCH = 1000;

/**
 * Reads the whole log, as it is at one instant, and computes it anew. Who can write to all of it, the head row included,
 * can also forge all of it: keep the hash that this returns elsewhere to be safe from that too.
 */
export function verifyAudit(db: Database): Promise<AuditVerdict> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (trx) => {
      const head = await trx.selectFrom('auditHead').selectAll().executeTakeFirst();
      let previousHash = '';
      let seq = 0;
      for (;;) {
        const rows = await trx
          .selectFrom('audit')
          .selectAll()
          .where('seq', '>', seq)
          .orderBy('seq')
          .limit(BATCH)
          .execute();
        for (const row of rows) {
          if (row.seq !== seq + 1) return { state: 'broken', seq: seq + 1, why: 'deleted' };
          seq = row.seq;
          if (row.previousHash !== previousHash || hashOf(row) !== row.hash)
            return { state: 'broken', seq, why: 'edited' };
          previousHash = row.hash;
        }
        if (rows.length < BATCH) break;
      }
      if (!head || seq < head.count) return { state: 'broken', seq: seq + 1, why: 'deleted' };
      if (seq > head.count) return { state: 'broken', seq: head.count + 1, why: 'inserted' };
      if (head.hash !== previousHash) return { state: 'broken', seq, why: 'edited' };
      return { state: 'whole', entries: seq, hash: previousHash };
    });
}

function hashOf({ seq, at, actor, action, subject, details, previousHash }: Omit<AuditRow, 'hash'>): string {
  const text = canonical({ seq, at: at.toISOString(), actor, action, subject, details, previousHash });
  return createHash('sha256').update(text).digest('hex');
}
