import type { Finding } from '../src/model/finding.ts';
import { openDatabase } from '../src/store/database.ts';
import { recordFindings } from '../src/store/findings.ts';
import { openSession } from '../src/store/session.ts';
import { show } from './measure.ts';

const FINDINGS = 50_000;
const BATCH = 2000;

/** What a run saw is kept, new and again, against plain inserts of as many rows of the same size on the same server. */
export async function benchFindings(url: string): Promise<boolean> {
  const db = await openDatabase(url);
  const findings = Array.from({ length: FINDINGS }, (_, number) => finding(number));
  const covered = [{ check: 'ec2-volume-encrypted', account: '123456789012', region: null }];
  const plain = await plainInserts(url, findings);
  const first = await secondsOf(() => recordFindings(db, { run: 'first', at: new Date(1000), findings, covered }));
  const again = await secondsOf(() => recordFindings(db, { run: 'again', at: new Date(2000), findings, covered }));
  await db.destroy();
  const rate = (seconds: number) => `${(FINDINGS / seconds).toFixed(0)}/s`;
  const memory = Math.round(process.memoryUsage().rss / 1024 / 1024);
  console.log(
    `     ${FINDINGS} findings: new ${rate(first)}, again ${rate(again)}; plain inserts ${rate(plain)}; this process ${memory} MB`,
  );
  return [
    show('new findings against plain inserts', `${(first / plain).toFixed(1)}×`, 'at most 4×', first <= plain * 4),
    show('the same findings again', `${(again / plain).toFixed(1)}×`, 'at most 6×', again <= plain * 6),
  ].every(Boolean);
}

async function plainInserts(url: string, findings: readonly Finding[]): Promise<number> {
  const session = await openSession(url, { name: 'bench inserts' });
  await session.query('create table plain (id text primary key, "check" text, status text, reason text, arn text)');
  const seconds = await secondsOf(async () => {
    await session.query('begin');
    for (let from = 0; from < findings.length; from += BATCH) {
      const rows = findings
        .slice(from, from + BATCH)
        .map(({ id, check, status, reason, resource: { arn } }) => ({ id, check, status, reason, arn }));
      await session.query(
        'insert into plain select * from jsonb_to_recordset($1::jsonb) as new (id text, "check" text, status text, reason text, arn text)',
        [JSON.stringify(rows)],
      );
    }
    await session.query('commit');
  });
  await session.close();
  return seconds;
}

function finding(number: number): Finding {
  const id = `vol-${String(number).padStart(17, '0')}`;
  return {
    id: `ec2-volume-encrypted/123456789012/us-east-1/${id}`,
    check: 'ec2-volume-encrypted',
    status: number % 10 === 0 ? 'fail' : 'pass',
    severity: 'medium',
    account: '123456789012',
    region: 'us-east-1',
    resource: { type: 'AWS::EC2::Volume', id, arn: `arn:aws:ec2:us-east-1:123456789012:volume/${id}` },
    reason: `${id} is encrypted with the key of the account, and has been since it was made.`,
    evidence: {},
    suppressed: null,
    remediation: { text: 'Encrypt it.', runbook: null },
  };
}

async function secondsOf(body: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await body();
  return (performance.now() - started) / 1000;
}
