import { catalog, explain, permissions } from './catalog-tools.ts';
import { execution, executions } from './execution-tools.ts';
import { findings } from './findings-tool.ts';
import { health } from './health-tool.ts';
import { incident, incidents } from './incident-tools.ts';
import { incidentAcknowledge, incidentEscalate, incidentNote, incidentOpen } from './incident-writes.ts';
import { oncallTimeline, oncallWho } from './oncall-tools.ts';
import { plan } from './plan-tool.ts';
import { runRunbook } from './run-runbook-tool.ts';
import type { Tool } from './tool.ts';

/** Everything an assistant can be given. There is no tool that approves, and there must be none. */
export const TOOLS: readonly Tool[] = [
  health,
  catalog,
  explain,
  permissions,
  findings,
  incidents,
  incident,
  oncallWho,
  oncallTimeline,
  executions,
  execution,
  plan,
  incidentAcknowledge,
  incidentNote,
  incidentOpen,
  incidentEscalate,
  runRunbook,
];
