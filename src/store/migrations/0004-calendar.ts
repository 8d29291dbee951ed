/**
 * Who runs a checklist for an instant of the calendar and until when others believe it, what was missed, and how it ended;
 * with which word an execution was let through a closed change window.
 */
export const CALENDAR = `
alter table opsbook.checklist_runs
  add column actor text,
  add column claim text,
  add column lease_until timestamptz,
  add column attempts integer not null default 1,
  add column missed_at timestamptz,
  add column error text,
  add column summary jsonb;
create index checklist_runs_under_way on opsbook.checklist_runs (checklist)
  where scheduled_for is not null and finished_at is null and missed_at is null;

alter table opsbook.schedule_state add column cadence text;

alter table opsbook.executions add column override text;
`;
