import { z } from 'zod';
import type { Aws } from '../../aws/execution.ts';
import { type ErrorSearch, findErrors, type FoundErrors } from '../../aws/log-errors.ts';
import { describeLogGroups, type LogGroup, logGroupResource } from '../../aws/logs.ts';
import { fail, pass, type Resource, unknown, type Verdict } from '../../model/finding.ts';
import { similarEvents } from '../../model/log-groups.ts';
import { defineCheck, judgeEach } from '../define.ts';

const settings = z.object({
  /** By name; where empty, the groups whose name begins with `discoverPrefix`. */
  logGroups: z.array(z.string()).default([]),
  discoverPrefix: z.string().default('/aws/application/'),
  /** A CloudWatch Logs filter pattern: what counts as an error. */
  pattern: z.string().default('?ERROR ?FATAL ?Exception'),
  /** What counts beside it: JSON events whose `level` is one of these, in small or capital letters. */
  jsonLevels: z.array(z.string()).default(['error', 'fatal', 'critical']),
  hours: z.number().positive().default(1),
  /** More matching events than this fail. */
  threshold: z.number().int().min(0).default(0),
  /** Of each log group, so many events and pages at most are read. */
  mostEvents: z.number().int().positive().default(10_000),
  mostRequests: z.number().int().positive().default(100),
});

export const errorsQuiet = defineCheck({
  id: 'logs-errors-quiet',
  title: 'Application logs no errors',
  severity: 'medium',
  why: 'Errors in the log are the first sign of what users are about to notice.',
  remediation: 'Start with the largest group of similar events: its sample and first time say what began when.',
  calls: ['logs:DescribeLogGroups', 'logs:FilterLogEvents'],
  settings,
  async *evaluate({ aws, now, settings: given }) {
    const { hours } = given;
    const search: ErrorSearch = { ...given, from: new Date(now.getTime() - hours * 3_600_000), to: now };
    const groups = await groupsOf(aws, given);
    yield* judgeEach(
      groups,
      (group) => logGroupResource(aws, group),
      async (group) => {
        const found = await findErrors(aws, group.logGroupName ?? '', search);
        return judge(logGroupResource(aws, group), found, given);
      },
    );
  },
});

type Settings = z.infer<typeof settings>;

/** A configured group is not looked up first: if it is not there, the search says so. */
async function groupsOf(aws: Aws, { logGroups, discoverPrefix }: Settings): Promise<readonly LogGroup[]> {
  if (logGroups.length > 0) return logGroups.map((logGroupName) => ({ logGroupName }));
  return describeLogGroups(aws, { logGroupNamePrefix: discoverPrefix });
}

function judge(resource: Resource, found: FoundErrors, { hours, threshold }: Settings): Verdict {
  const { errors, complete, requests } = found;
  const groups = similarEvents(errors);
  const span = hours === 1 ? 'the last hour' : `the last ${hours} hours`;
  const limit = `after ${requests} requests`;
  const evidence = {
    count: errors.length,
    complete,
    requests,
    setAside: found.setAside,
    first: errors[0]?.at.toISOString() ?? null,
    last: errors.at(-1)?.at.toISOString() ?? null,
    groups: groups.slice(0, 5).map((group) => ({
      template: group.template,
      count: group.count,
      first: group.first.toISOString(),
      last: group.last.toISOString(),
      sample: group.sample,
    })),
  };
  if (errors.length > threshold) {
    const count = `${complete ? '' : 'at least '}${errors.length} error${errors.length === 1 ? '' : 's'}`;
    const most = groups[0] ? `, most often (${groups[0].count}) “${groups[0].template}”` : '';
    const cut = complete ? '' : `; the search was ended ${limit}`;
    return fail(resource, `${resource.id} has ${count} in ${span}${most}${cut}.`, evidence);
  }
  const few = errors.length === 0 ? 'no error' : `${errors.length} errors, within the threshold of ${threshold},`;
  if (complete) return pass(resource, `${resource.id} has ${few} in ${span}.`, evidence);
  const reason = `${resource.id} has ${few} in the part of ${span} that was searched; the search was ended ${limit}.`;
  return unknown(resource, reason, evidence);
}
