approvals
  id bigint not null generated always as identity
  execution_id text not null
  step_key text
  plan_hash text not null
  requested_at timestamp with time zone not null
  expires_at timestamp with time zone not null
  expiry_outcome text not null
  quorum integer not null
  excluded text[] not null
  outcome text
  closed_at timestamp with time zone
  approvals_execution_id_fkey FOREIGN KEY (execution_id) REFERENCES opsbook.executions(id) ON DELETE CASCADE
  approvals_outcome_check CHECK ((outcome = ANY (ARRAY['approved'::text, 'rejected'::text, 'expired'::text, 'void'::text])))
  approvals_pkey PRIMARY KEY (id)
  approvals_quorum_check CHECK ((quorum > 0))
  CREATE UNIQUE INDEX approvals_asked_for ON opsbook.approvals USING btree (execution_id, COALESCE(step_key, ''::text)) WHERE (outcome IS NULL)
  CREATE INDEX approvals_by_execution ON opsbook.approvals USING btree (execution_id)

audit
  seq bigint not null
  at timestamp with time zone not null
  actor text not null
  action text not null
  subject text not null
  details jsonb not null
  previous_hash text not null
  hash text not null
  audit_pkey PRIMARY KEY (seq)
  CREATE INDEX audit_by_subject ON opsbook.audit USING btree (subject, seq)

audit_head
  one boolean not null default true
  count bigint not null
  hash text not null
  audit_head_one_check CHECK (one)
  audit_head_pkey PRIMARY KEY (one)

checklist_runs
  id text not null
  checklist text not null
  scheduled_for timestamp with time zone
  result jsonb
  started_at timestamp with time zone not null
  finished_at timestamp with time zone
  actor text
  claim text
  lease_until timestamp with time zone
  attempts integer not null default 1
  missed_at timestamp with time zone
  error text
  summary jsonb
  checklist_runs_checklist_scheduled_for_key UNIQUE (checklist, scheduled_for)
  checklist_runs_pkey PRIMARY KEY (id)
  CREATE INDEX checklist_runs_by_age ON opsbook.checklist_runs USING btree (checklist, started_at DESC)
  CREATE INDEX checklist_runs_under_way ON opsbook.checklist_runs USING btree (checklist) WHERE ((scheduled_for IS NOT NULL) AND (finished_at IS NULL) AND (missed_at IS NULL))

drills
  drill text not null
  execution_id text not null
  succeeded_at timestamp with time zone not null
  rto_ms bigint not null
  rpo_ms bigint
  evidence jsonb not null
  drills_execution_id_fkey FOREIGN KEY (execution_id) REFERENCES opsbook.executions(id)
  drills_pkey PRIMARY KEY (drill, execution_id)
  CREATE INDEX drills_by_age ON opsbook.drills USING btree (drill, succeeded_at DESC)

executions
  id text not null
  plan_id text not null
  runbook text not null
  account text not null
  region text not null
  environment text
  status text not null
  requested_by text not null
  reason text
  outcome text
  residue jsonb
  created_at timestamp with time zone not null
  started_at timestamp with time zone
  finished_at timestamp with time zone
  access jsonb
  override text
  executions_pkey PRIMARY KEY (id)
  executions_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES opsbook.plans(id)
  CREATE INDEX executions_by_age ON opsbook.executions USING btree (created_at DESC, id)
  CREATE INDEX executions_by_plan ON opsbook.executions USING btree (plan_id)
  CREATE INDEX executions_under_way ON opsbook.executions USING btree (status) WHERE (status = ANY (ARRAY['planned'::text, 'pending-approval'::text, 'running'::text, 'waiting'::text, 'undoing'::text]))

findings
  id text not null
  check text not null
  account text not null
  region text not null
  resource_type text not null
  resource_id text not null
  resource_arn text not null
  status text not null
  severity text not null
  reason text not null
  first_seen timestamp with time zone not null
  last_seen timestamp with time zone not null
  last_run text not null
  failing_since timestamp with time zone
  fixed_at timestamp with time zone
  findings_pkey PRIMARY KEY (id)
  CREATE INDEX findings_by_check ON opsbook.findings USING btree ("check", account, region)
  CREATE INDEX findings_that_fail ON opsbook.findings USING btree (severity) WHERE ((status = 'fail'::text) AND (fixed_at IS NULL))

handoff_notes
  id bigint not null generated always as identity
  schedule text not null
  rotation text not null
  handoff bigint
  author text not null
  text text not null
  keep boolean not null
  created_at timestamp with time zone not null
  dropped_at timestamp with time zone
  dropped_by text
  handoff_notes_handoff_fkey FOREIGN KEY (handoff) REFERENCES opsbook.handoffs(id) ON DELETE CASCADE
  handoff_notes_pkey PRIMARY KEY (id)
  CREATE INDEX handoff_notes_by_rotation ON opsbook.handoff_notes USING btree (schedule, rotation, id)

handoffs
  id bigint not null generated always as identity
  schedule text not null
  rotation text not null
  shift_start timestamp with time zone not null
  outgoing text
  incoming text not null
  document jsonb not null
  created_at timestamp with time zone not null
  outgoing_signed_at timestamp with time zone
  outgoing_signed_by text
  incoming_signed_at timestamp with time zone
  incoming_signed_by text
  warned_at timestamp with time zone
  handoffs_pkey PRIMARY KEY (id)
  handoffs_schedule_rotation_shift_start_key UNIQUE (schedule, rotation, shift_start)

heartbeats
  name text not null
  last_at timestamp with time zone not null
  due_at timestamp with time zone not null
  missing_since timestamp with time zone
  heartbeats_pkey PRIMARY KEY (name)

incident_events
  id bigint not null generated always as identity
  incident bigint not null
  at timestamp with time zone not null
  recorded_at timestamp with time zone not null
  source text not null
  event_id text not null
  kind text not null
  actor text
  text text not null
  details jsonb
  incident_events_incident_fkey FOREIGN KEY (incident) REFERENCES opsbook.incidents(number) ON DELETE CASCADE
  incident_events_incident_source_event_id_key UNIQUE (incident, source, event_id)
  incident_events_pkey PRIMARY KEY (id)
  CREATE INDEX incident_events_in_order ON opsbook.incident_events USING btree (incident, at, id)

incident_executions
  incident bigint not null
  execution_id text not null
  status text not null
  incident_executions_execution_id_fkey FOREIGN KEY (execution_id) REFERENCES opsbook.executions(id) ON DELETE CASCADE
  incident_executions_incident_fkey FOREIGN KEY (incident) REFERENCES opsbook.incidents(number) ON DELETE CASCADE
  incident_executions_pkey PRIMARY KEY (incident, execution_id)

incidents
  number bigint not null generated always as identity
  key text not null
  title text not null
  severity text not null
  status text not null
  source text not null
  labels jsonb not null
  alarm jsonb
  firing boolean
  business_impact boolean not null default false
  flapping boolean not null default false
  occurrences integer not null default 1
  changes jsonb not null
  previous bigint
  assignee text
  opened_by text not null
  opened_at timestamp with time zone not null
  status_since timestamp with time zone not null
  last_occurrence_at timestamp with time zone not null
  acknowledged_at timestamp with time zone
  responded_at timestamp with time zone
  resolved_at timestamp with time zone
  resolved_by text
  post_mortem_at timestamp with time zone
  escalation jsonb not null
  told jsonb not null
  room jsonb
  next_at timestamp with time zone
  incidents_pkey PRIMARY KEY (number)
  incidents_previous_fkey FOREIGN KEY (previous) REFERENCES opsbook.incidents(number)
  incidents_severity_check CHECK ((severity = ANY (ARRAY['P0'::text, 'P1'::text, 'P2'::text, 'P3'::text])))
  CREATE INDEX incidents_by_age ON opsbook.incidents USING btree (opened_at DESC)
  CREATE INDEX incidents_by_key ON opsbook.incidents USING btree (key, number DESC)
  CREATE INDEX incidents_by_room ON opsbook.incidents USING btree (((room ->> 'id'::text))) WHERE (room IS NOT NULL)
  CREATE INDEX incidents_due ON opsbook.incidents USING btree (next_at) WHERE (next_at IS NOT NULL)
  CREATE UNIQUE INDEX incidents_open_by_key ON opsbook.incidents USING btree (key) WHERE (resolved_at IS NULL)

locks
  resource text not null
  execution_id text not null
  holder text not null
  acquired_at timestamp with time zone not null
  released_at timestamp with time zone
  locks_pkey PRIMARY KEY (resource)
  CREATE INDEX locks_by_execution ON opsbook.locks USING btree (execution_id)

maintenance_windows
  id bigint not null generated always as identity
  name text not null
  match jsonb not null
  start_at timestamp with time zone not null
  end_at timestamp with time zone not null
  actor text not null
  created_at timestamp with time zone not null
  ended_at timestamp with time zone
  ended_by text
  maintenance_windows_pkey PRIMARY KEY (id)

notifications
  id bigint not null generated always as identity
  key text not null
  incident bigint
  kind text not null
  channel text not null
  address text
  person text
  lane text not null
  place integer not null
  chain text
  message jsonb not null
  status text not null
  due_at timestamp with time zone not null
  created_at timestamp with time zone not null
  attempts integer not null default 0
  lease_until timestamp with time zone
  cancelled_at timestamp with time zone
  sent_at timestamp with time zone
  receipt text
  detail text
  notifications_incident_fkey FOREIGN KEY (incident) REFERENCES opsbook.incidents(number) ON DELETE CASCADE
  notifications_key_key UNIQUE (key)
  notifications_pkey PRIMARY KEY (id)
  notifications_status_check CHECK ((status = ANY (ARRAY['waiting'::text, 'sending'::text, 'sent'::text, 'failed'::text, 'cancelled'::text, 'merged'::text])))
  CREATE INDEX notifications_by_incident ON opsbook.notifications USING btree (incident, id)
  CREATE INDEX notifications_due ON opsbook.notifications USING btree (kind, due_at, id) WHERE (status = 'waiting'::text)
  CREATE INDEX notifications_lanes ON opsbook.notifications USING btree (lane, id) WHERE (status = ANY (ARRAY['waiting'::text, 'sending'::text]))
  CREATE INDEX notifications_paged ON opsbook.notifications USING btree (sent_at) WHERE ((kind = 'page'::text) AND (sent_at IS NOT NULL))
  CREATE INDEX notifications_taken ON opsbook.notifications USING btree (lease_until) WHERE (status = 'sending'::text)

oncall_overrides
  id bigint not null generated always as identity
  schedule text not null
  rotation text
  type text not null
  person text
  removed text
  start_at timestamp with time zone not null
  end_at timestamp with time zone not null
  reason text
  created_by text not null
  created_at timestamp with time zone not null
  cancelled_at timestamp with time zone
  cancelled_by text
  oncall_overrides_check CHECK ((end_at > start_at))
  oncall_overrides_pkey PRIMARY KEY (id)
  oncall_overrides_type_check CHECK ((type = ANY (ARRAY['add'::text, 'remove'::text, 'replace'::text])))
  CREATE INDEX oncall_overrides_in_force ON opsbook.oncall_overrides USING btree (schedule, end_at) WHERE (cancelled_at IS NULL)

orders
  id bigint not null generated always as identity
  execution_id text not null
  kind text not null
  actor text not null
  reason text
  at timestamp with time zone not null
  taken_for text
  orders_execution_id_fkey FOREIGN KEY (execution_id) REFERENCES opsbook.executions(id) ON DELETE CASCADE
  orders_kind_check CHECK ((kind = ANY (ARRAY['resume'::text, 'undo'::text, 'cancel'::text])))
  orders_pkey PRIMARY KEY (id)
  CREATE INDEX orders_by_execution ON opsbook.orders USING btree (execution_id, id)

people
  id text not null
  name text not null
  email text
  roles text[] not null
  password_hash text
  oidc_subject text
  created_at timestamp with time zone not null
  disabled_at timestamp with time zone
  people_oidc_subject_key UNIQUE (oidc_subject)
  people_pkey PRIMARY KEY (id)
  CREATE UNIQUE INDEX people_by_email ON opsbook.people USING btree (lower(email))

plans
  id text not null
  hash text not null
  runbook text not null
  document jsonb not null
  created_at timestamp with time zone not null
  created_by text not null
  plans_pkey PRIMARY KEY (id)
  CREATE INDEX plans_by_hash ON opsbook.plans USING btree (hash)

schedule_state
  schedule text not null
  last_fired_for timestamp with time zone not null
  fired_at timestamp with time zone not null
  cadence text
  schedule_state_pkey PRIMARY KEY (schedule)

schema_versions
  version integer not null
  name text not null
  oldest_user integer not null
  applied_at timestamp with time zone not null default now()
  schema_versions_pkey PRIMARY KEY (version)

sessions
  hash text not null
  person_id text not null
  created_at timestamp with time zone not null
  expires_at timestamp with time zone not null
  ended_at timestamp with time zone
  sessions_person_id_fkey FOREIGN KEY (person_id) REFERENCES opsbook.people(id)
  sessions_pkey PRIMARY KEY (hash)
  CREATE INDEX sessions_by_expiry ON opsbook.sessions USING btree (expires_at)

signals
  id bigint not null generated always as identity
  intake text not null
  delivery_id text not null
  key text not null
  signal jsonb not null
  received_at timestamp with time zone not null
  lease_until timestamp with time zone
  attempts integer not null default 0
  settled_at timestamp with time zone
  incident bigint
  outcome text
  signals_incident_fkey FOREIGN KEY (incident) REFERENCES opsbook.incidents(number) ON DELETE SET NULL
  signals_intake_delivery_id_key UNIQUE (intake, delivery_id)
  signals_pkey PRIMARY KEY (id)
  CREATE INDEX signals_settled ON opsbook.signals USING btree (settled_at) WHERE (settled_at IS NOT NULL)
  CREATE INDEX signals_unsettled ON opsbook.signals USING btree (id) WHERE (settled_at IS NULL)
  CREATE INDEX signals_unsettled_by_key ON opsbook.signals USING btree (key, id) WHERE (settled_at IS NULL)

silences
  id bigint not null generated always as identity
  key text not null
  until timestamp with time zone not null
  reason text not null
  actor text not null
  created_at timestamp with time zone not null
  lifted_at timestamp with time zone
  lifted_by text
  silences_pkey PRIMARY KEY (id)
  CREATE INDEX silences_in_force ON opsbook.silences USING btree (key) WHERE (lifted_at IS NULL)

steps
  execution_id text not null
  key text not null
  direction text not null
  position integer not null
  kind text not null
  title text not null
  status text not null
  attempts integer not null default 0
  request jsonb
  response jsonb
  aws_request_id text
  actor text
  observed text
  error text
  started_at timestamp with time zone
  finished_at timestamp with time zone
  steps_direction_check CHECK ((direction = ANY (ARRAY['do'::text, 'undo'::text])))
  steps_execution_id_fkey FOREIGN KEY (execution_id) REFERENCES opsbook.executions(id) ON DELETE CASCADE
  steps_pkey PRIMARY KEY (execution_id, key, direction)

suppressions
  id bigint not null generated always as identity
  finding_id text not null
  reason text not null
  actor text not null
  created_at timestamp with time zone not null
  until timestamp with time zone not null
  lifted_at timestamp with time zone
  lifted_by text
  suppressions_pkey PRIMARY KEY (id)
  CREATE UNIQUE INDEX suppressions_in_force ON opsbook.suppressions USING btree (finding_id) WHERE (lifted_at IS NULL)

tokens
  id text not null
  name text not null
  person_id text
  role text not null
  scopes text[] not null
  hash text not null
  created_at timestamp with time zone not null
  expires_at timestamp with time zone
  revoked_at timestamp with time zone
  last_used_at timestamp with time zone
  created_by text
  tokens_hash_key UNIQUE (hash)
  tokens_person_id_fkey FOREIGN KEY (person_id) REFERENCES opsbook.people(id)
  tokens_pkey PRIMARY KEY (id)

votes
  approval_id bigint not null
  person text not null
  decision text not null
  reason text
  via text not null
  at timestamp with time zone not null
  votes_approval_id_fkey FOREIGN KEY (approval_id) REFERENCES opsbook.approvals(id) ON DELETE CASCADE
  votes_decision_check CHECK ((decision = ANY (ARRAY['approve'::text, 'reject'::text])))
  votes_pkey PRIMARY KEY (approval_id, person)
