/** What people tell executions that wait, and by which way an execution reaches its account. */
export const ORDERS = `
create table opsbook.orders (
  id bigint generated always as identity primary key,
  execution_id text not null references opsbook.executions on delete cascade,
  kind text not null check (kind in ('resume', 'undo', 'cancel')),
  actor text not null,
  reason text,
  at timestamptz not null,
  taken_for text
);
create index orders_by_execution on opsbook.orders (execution_id, id);

alter table opsbook.executions add column access jsonb;
`;
