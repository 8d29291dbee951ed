import { afterAll, beforeAll, expect, test } from 'vitest';
import { createProbe } from '../../src/engine/probes/probe.ts';
import { ask, type Databases, startDatabases } from './store/databases.ts';

let databases: Databases;
let url: string;

beforeAll(async () => {
  databases = await startDatabases();
  url = await databases.fresh();
  await ask(url, 'create table orders (id int, at timestamptz)');
});
afterAll(() => databases.stop());

const probe = createProbe({
  secret: () => undefined,
  checklist: () => Promise.reject(new Error('none')),
});

test('DR07: a database that was restored empty is seen to be, and one with data too', async () => {
  const query = "select count(*) > 0 from orders where at > now() - interval '2 days'";
  expect(await sql(query, 'true')).toEqual({ ok: false, observed: 'the query gives false instead of true' });
  await ask(url, "insert into orders values (1, now() - interval '1 hour')");
  expect(await sql(query, 'true')).toEqual({ ok: true, observed: 'the query gives true' });
  expect(await sql('select id from orders where id = 7')).toEqual({ ok: false, observed: 'the query gives no row' });
  expect(await sql('select id from orders;')).toEqual({ ok: true, observed: 'the query gives 1' });
});

test('a probe changes nothing, whatever its query says', async () => {
  await sql('delete from orders returning id');
  await sql('select 1; drop table orders');
  await sql('select 1; rollback; drop table orders');
  await sql("select setval(pg_get_serial_sequence('orders', 'id'), 9)");
  expect(await ask(url, 'select count(*)::int as n from orders')).toEqual([{ n: 1 }]);
});

test('a table that is not there is told in the words of PostgreSQL', async () => {
  expect(await sql('select * from customers')).toEqual({
    ok: false,
    observed: 'the database does not answer: relation "customers" does not exist',
  });
});

function sql(query: string, expect?: string) {
  return probe({ type: 'sql', url, query, ...(expect !== undefined && { expect }) });
}
