/** Everything that is kept. Statuses are the unions of the model. */
export const BEGIN = `
create table opsbook.plans (
  id text primary key,
  hash text not null,
  runbook text not null,
  document jsonb not null,
  created_at timestamptz not null,
  created_by text not null
);
create index plans_by_hash on opsbook.plans (hash);

create table opsbook.executions (
  id text primary key,
  plan_id text not null references opsbook.plans,
  runbook text not null,
  account text not null,
  region text not null,
  environment text,
  status text not null,
  requested_by text not null,
  reason text,
  outcome text,
  residue jsonb,
  created_at timestamptz not null,
  started_at timestamptz,
  finished_at timestamptz
);
create index executions_by_age on opsbook.executions (created_at desc, id);
create index executions_under_way on opsbook.executions (status)
  where status in ('planned', 'pending-approval', 'running', 'waiting', 'undoing');
create index executions_by_plan on opsbook.executions (plan_id);

create table opsbook.steps (
  execution_id text not null references opsbook.executions on delete cascade,
  key text not null,
  direction text not null check (direction in ('do', 'undo')),
  position integer not null,
  kind text not null,
  title text not null,
  status text not null,
  attempts integer not null default 0,
  request jsonb,
  response jsonb,
  aws_request_id text,
  actor text,
  observed text,
  error text,
  started_at timestamptz,
  finished_at timestamptz,
  primary key (execution_id, key, direction)
);

create table opsbook.approvals (
  id bigint generated always as identity primary key,
  execution_id text not null references opsbook.executions on delete cascade,
  step_key text,
  plan_hash text not null,
  requested_at timestamptz not null,
  expires_at timestamptz not null,
  expiry_outcome text not null,
  quorum integer not null check (quorum > 0),
  excluded text[] not null,
  outcome text check (outcome in ('approved', 'rejected', 'expired', 'void')),
  closed_at timestamptz
);
create unique index approvals_asked_for on opsbook.approvals (execution_id, coalesce(step_key, ''))
  where outcome is null;
create index approvals_by_execution on opsbook.approvals (execution_id);

create table opsbook.votes (
  approval_id bigint not null references opsbook.approvals on delete cascade,
  person text not null,
  decision text not null check (decision in ('approve', 'reject')),
  reason text,
  via text not null,
  at timestamptz not null,
  primary key (approval_id, person)
);

create table opsbook.locks (
  resource text primary key,
  execution_id text not null,
  holder text not null,
  acquired_at timestamptz not null,
  released_at timestamptz
);
create index locks_by_execution on opsbook.locks (execution_id);

create table opsbook.audit (
  seq bigint primary key,
  at timestamptz not null,
  actor text not null,
  action text not null,
  subject text not null,
  details jsonb not null,
  previous_hash text not null,
  hash text not null
);
create index audit_by_subject on opsbook.audit (subject, seq);

create table opsbook.audit_head (
  one boolean primary key default true check (one),
  count bigint not null,
  hash text not null
);
insert into opsbook.audit_head (count, hash) values (0, '');

create table opsbook.people (
  id text primary key,
  name text not null,
  email text,
  roles text[] not null,
  password_hash text,
  oidc_subject text unique,
  created_at timestamptz not null,
  disabled_at timestamptz
);
create unique index people_by_email on opsbook.people (lower(email));

create table opsbook.tokens (
  id text primary key,
  name text not null,
  person_id text references opsbook.people,
  role text not null,
  scopes text[] not null,
  hash text not null unique,
  created_at timestamptz not null,
  expires_at timestamptz,
  revoked_at timestamptz,
  last_used_at timestamptz
);

create table opsbook.sessions (
  hash text primary key,
  person_id text not null references opsbook.people,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz
);
create index sessions_by_expiry on opsbook.sessions (expires_at);

create table opsbook.checklist_runs (
  id text primary key,
  checklist text not null,
  scheduled_for timestamptz,
  result jsonb,
  started_at timestamptz not null,
  finished_at timestamptz,
  unique (checklist, scheduled_for)
);
create index checklist_runs_by_age on opsbook.checklist_runs (checklist, started_at desc);

create table opsbook.findings (
  id text primary key,
  "check" text not null,
  account text not null,
  region text not null,
  resource_type text not null,
  resource_id text not null,
  resource_arn text not null,
  status text not null,
  severity text not null,
  reason text not null,
  first_seen timestamptz not null,
  last_seen timestamptz not null,
  last_run text not null,
  failing_since timestamptz,
  fixed_at timestamptz
);
create index findings_by_check on opsbook.findings ("check", account, region);
create index findings_that_fail on opsbook.findings (severity) where status = 'fail' and fixed_at is null;

create table opsbook.suppressions (
  id bigint generated always as identity primary key,
  finding_id text not null,
  reason text not null,
  actor text not null,
  created_at timestamptz not null,
  until timestamptz not null,
  lifted_at timestamptz,
  lifted_by text
);
create unique index suppressions_in_force on opsbook.suppressions (finding_id) where lifted_at is null;

create table opsbook.drills (
  drill text not null,
  execution_id text not null references opsbook.executions,
  succeeded_at timestamptz not null,
  rto_ms bigint not null,
  rpo_ms bigint,
  evidence jsonb not null,
  primary key (drill, execution_id)
);
create index drills_by_age on opsbook.drills (drill, succeeded_at desc);

create table opsbook.schedule_state (
  schedule text primary key,
  last_fired_for timestamptz not null,
  fired_at timestamptz not null
);
`;
