// Points of a process at which it can be killed: before and after each statement that changes the database, and each
// message that goes out. What only looks is none, so that a point is the same in every life.
import { appendFileSync } from 'node:fs';
import pg from 'pg';

export interface Points {
  pass(name: string): void;
  /** Notes that a message begins to be sent now. */
  sends(kind: string, key: string): void;
}

/** How a line begins that is no point. */
export const SENDS = '> ';

/** `killAt`: the point's name, as it was written down in another life; null for none. */
export function createPoints(file: string, killAt: string | null): Points {
  const passed = new Map<string, number>();
  return {
    pass(name) {
      const count = (passed.get(name) ?? 0) + 1;
      passed.set(name, count);
      const point = `${name} #${count}`;
      appendFileSync(file, `${point}\n`);
      if (point !== killAt) return;
      process.kill(process.pid, 'SIGKILL');
      // Until the signal is there, nothing more may happen.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10_000);
    },
    sends: (kind, key) => appendFileSync(file, `${SENDS}${JSON.stringify({ kind, key, at: Date.now() })}\n`),
  };
}

interface Standing {
  inTransaction: boolean;
  /** The last change of the transaction, which gives its commit a name. */
  wrote: string;
}

/** From now on every statement of this process passes points. Within a transaction all but its end is one place: before it. */
export function pointAtStatements(points: Points): void {
  const standings = new WeakMap<object, Standing>();
  const send = Reflect.get(pg.Client.prototype, 'query');

  async function query(this: pg.Client, ...given: unknown[]): Promise<unknown> {
    const standing = standings.get(this) ?? { inTransaction: false, wrote: '' };
    standings.set(this, standing);
    const name = nameOf(String(given[0]));
    if (name === 'begin') Object.assign(standing, { inTransaction: true, wrote: '' });
    const what = name === 'commit' ? standing.wrote && `commit of ${standing.wrote}` : name;
    if (what !== '' && name !== 'begin' && !name.startsWith('claim')) points.pass(`before ${what}`);
    const answer: unknown = await Reflect.apply(send, this, given);
    const isEnd = name === 'commit' || name === 'rollback';
    if (isEnd) Object.assign(standing, { inTransaction: false, wrote: '' });
    if (changed(answer) && !isEnd && name !== '') standing.wrote = name;
    if (what !== '' && (name === 'commit' || (changed(answer) && !standing.inTransaction)))
      points.pass(`after ${what}`);
    return answer;
  }

  Reflect.set(pg.Client.prototype, 'query', function hooked(this: pg.Client, ...given: unknown[]) {
    const [first] = given;
    // Callbacks and query objects are pg's own.
    if (typeof first !== 'string' || typeof given.at(-1) === 'function') return Reflect.apply(send, this, given);
    return query.apply(this, given);
  });
}

/** Empty for what only looks. */
function nameOf(text: string): string {
  const statement = text.trim().replaceAll(/["\s]+/g, ' ');
  const [word = ''] = statement.split(' ');
  if (word === 'begin' || word === 'commit' || word === 'rollback') return word;
  const [, named = ''] = /^with (\w+) as/.exec(statement) ?? [];
  if (named !== '') return nameOfWith(named);
  if (statement.startsWith('select pg_notify')) return 'notify';
  const [, verb = '', table = ''] =
    /^(insert into|update|delete from) (?:opsbook ?\. ?)?([a-z_]+)/.exec(statement.replace(' opsbook . ', ' ')) ?? [];
  if (verb === '') return '';
  return `${verb.split(' ')[0]} ${table}`;
}

/** Of those that begin with a query: what looks first whether there is anything begins with `claim`. */
const WITH = new Map([
  ['first', 'claim notifications'],
  ['free', 'claim signals'],
  ['abandoned', 'claim abandoned notifications'],
  ['late', 'claim late pages'],
  ['ended', 'end a delivery'],
]);

function nameOfWith(query: string): string {
  const name = WITH.get(query);
  if (name === undefined) throw new Error(`a statement that begins with ${query}, of which nobody knows what it does`);
  return name;
}

function changed(answer: unknown): boolean {
  const count: unknown = typeof answer === 'object' && answer !== null ? Reflect.get(answer, 'rowCount') : 0;
  return typeof count === 'number' && count > 0;
}
