/**
 * Incidents and what belongs to them: their timeline, what is to be delivered, what sources of alarms said and was not
 * looked at yet, silences, maintenance, heartbeats, shifts that are handed over, and who stands in for whom.
 */
export const RESPOND = `
create table opsbook.incidents (
  number bigint generated always as identity primary key,
  key text not null,
  title text not null,
  severity text not null check (severity in ('P0', 'P1', 'P2', 'P3')),
  status text not null,
  source text not null,
  labels jsonb not null,
  alarm jsonb,
  firing boolean,
  business_impact boolean not null default false,
  flapping boolean not null default false,
  occurrences integer not null default 1,
  changes jsonb not null,
  previous bigint references opsbook.incidents,
  assignee text,
  opened_by text not null,
  opened_at timestamptz not null,
  status_since timestamptz not null,
  last_occurrence_at timestamptz not null,
  acknowledged_at timestamptz,
  responded_at timestamptz,
  resolved_at timestamptz,
  resolved_by text,
  post_mortem_at timestamptz,
  escalation jsonb not null,
  told jsonb not null,
  room jsonb,
  next_at timestamptz
);
create unique index incidents_open_by_key on opsbook.incidents (key) where resolved_at is null;
create index incidents_by_key on opsbook.incidents (key, number desc);
create index incidents_due on opsbook.incidents (next_at) where next_at is not null;
create index incidents_by_age on opsbook.incidents (opened_at desc);
create index incidents_by_room on opsbook.incidents ((room ->> 'id')) where room is not null;

create table opsbook.incident_events (
  id bigint generated always as identity primary key,
  incident bigint not null references opsbook.incidents on delete cascade,
  at timestamptz not null,
  recorded_at timestamptz not null,
  source text not null,
  event_id text not null,
  kind text not null,
  actor text,
  text text not null,
  details jsonb,
  unique (incident, source, event_id)
);
create index incident_events_in_order on opsbook.incident_events (incident, at, id);

create table opsbook.notifications (
  id bigint generated always as identity primary key,
  key text not null unique,
  incident bigint references opsbook.incidents on delete cascade,
  kind text not null,
  channel text not null,
  address text,
  person text,
  lane text not null,
  place integer not null,
  chain text,
  message jsonb not null,
  status text not null check (status in ('waiting', 'sending', 'sent', 'failed', 'cancelled', 'merged')),
  due_at timestamptz not null,
  created_at timestamptz not null,
  attempts integer not null default 0,
  lease_until timestamptz,
  cancelled_at timestamptz,
  sent_at timestamptz,
  receipt text,
  detail text
);
create index notifications_due on opsbook.notifications (kind, due_at, id) where status = 'waiting';
create index notifications_taken on opsbook.notifications (lease_until) where status = 'sending';
create index notifications_lanes on opsbook.notifications (lane, id) where status in ('waiting', 'sending');
create index notifications_by_incident on opsbook.notifications (incident, id);
create index notifications_paged on opsbook.notifications (sent_at) where kind = 'page' and sent_at is not null;

create table opsbook.signals (
  id bigint generated always as identity primary key,
  intake text not null,
  delivery_id text not null,
  key text not null,
  signal jsonb not null,
  received_at timestamptz not null,
  lease_until timestamptz,
  attempts integer not null default 0,
  settled_at timestamptz,
  incident bigint references opsbook.incidents on delete set null,
  outcome text,
  unique (intake, delivery_id)
);
create index signals_settled on opsbook.signals (settled_at) where settled_at is not null;
create index signals_unsettled on opsbook.signals (id) where settled_at is null;
create index signals_unsettled_by_key on opsbook.signals (key, id) where settled_at is null;

create table opsbook.silences (
  id bigint generated always as identity primary key,
  key text not null,
  until timestamptz not null,
  reason text not null,
  actor text not null,
  created_at timestamptz not null,
  lifted_at timestamptz,
  lifted_by text
);
create index silences_in_force on opsbook.silences (key) where lifted_at is null;

create table opsbook.maintenance_windows (
  id bigint generated always as identity primary key,
  name text not null,
  match jsonb not null,
  start_at timestamptz not null,
  end_at timestamptz not null,
  actor text not null,
  created_at timestamptz not null,
  ended_at timestamptz,
  ended_by text
);

create table opsbook.heartbeats (
  name text primary key,
  last_at timestamptz not null,
  due_at timestamptz not null,
  missing_since timestamptz
);

create table opsbook.handoffs (
  id bigint generated always as identity primary key,
  schedule text not null,
  rotation text not null,
  shift_start timestamptz not null,
  outgoing text,
  incoming text not null,
  document jsonb not null,
  created_at timestamptz not null,
  outgoing_signed_at timestamptz,
  outgoing_signed_by text,
  incoming_signed_at timestamptz,
  incoming_signed_by text,
  warned_at timestamptz,
  unique (schedule, rotation, shift_start)
);

create table opsbook.handoff_notes (
  id bigint generated always as identity primary key,
  schedule text not null,
  rotation text not null,
  handoff bigint references opsbook.handoffs on delete cascade,
  author text not null,
  text text not null,
  keep boolean not null,
  created_at timestamptz not null,
  dropped_at timestamptz,
  dropped_by text
);
create index handoff_notes_by_rotation on opsbook.handoff_notes (schedule, rotation, id);

create table opsbook.oncall_overrides (
  id bigint generated always as identity primary key,
  schedule text not null,
  rotation text,
  type text not null check (type in ('add', 'remove', 'replace')),
  person text,
  removed text,
  start_at timestamptz not null,
  end_at timestamptz not null check (end_at > start_at),
  reason text,
  created_by text not null,
  created_at timestamptz not null,
  cancelled_at timestamptz,
  cancelled_by text
);
create index oncall_overrides_in_force on opsbook.oncall_overrides (schedule, end_at) where cancelled_at is null;

create table opsbook.incident_executions (
  incident bigint not null references opsbook.incidents on delete cascade,
  execution_id text not null references opsbook.executions on delete cascade,
  status text not null,
  primary key (incident, execution_id)
);
`;
