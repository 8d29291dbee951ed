import { alertmanager } from './alertmanager.ts';
import type { IntakeDefinition } from './define.ts';
import { eventbridge } from './eventbridge.ts';
import { generic } from './generic.ts';
import { heartbeat } from './heartbeat.ts';
import { pagerduty } from './pagerduty.ts';
import { sns } from './sns.ts';

export const INTAKES: readonly IntakeDefinition[] = [alertmanager, eventbridge, generic, heartbeat, pagerduty, sns];
