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
  /** Above that, Logs Insights counts what was not read: one query a group, billed by the gigabyte it scans. */
  insights: z.boolean().default(true),
});

export const errorsQuiet = defineCheck({
  id: 'logs-errors-quiet',
  title: 'Application logs no errors',
  severity: 'medium',
  why: 'Errors in the log are the first sign of what users are about to notice.',
  remediation: 'Start with the largest group of similar events: its sample and first time say what began when.',
  calls: ['logs:DescribeLogGroups', 'logs:FilterLogEvents', 'logs:StartQuery', 'logs:GetQueryResults'],
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
  const { errors, complete, requests, counted } = found;
  const groups = similarEvents(errors);
  const span = hours === 1 ? 'the last hour' : `the last ${hours} hours`;
  const limit = `after ${requests} requests`;
  const evidence = {
    // Insights may see less than was read while events are still coming in.
    count: Math.max(errors.length, counted ?? 0),
    read: errors.length,
    countedBy: counted === undefined ? 'FilterLogEvents' : 'Logs Insights',
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
    const sure = complete || counted !== undefined;
    const count = `${sure ? '' : 'at least '}${evidence.count} error${evidence.count === 1 ? '' : 's'}`;
    const most = groups[0] ? `, most often (${groups[0].count}) “${groups[0].template}”` : '';
    return fail(resource, `${resource.id} has ${count} in ${span}${most}${cutBy(found)}.`, evidence);
  }
  const few = errors.length === 0 ? 'no error' : `${errors.length} errors, within the threshold of ${threshold},`;
  if (complete) return pass(resource, `${resource.id} has ${few} in ${span}.`, evidence);
  if (counted === 0)
    return pass(resource, `${resource.id} has no error in ${span}, counted by Logs Insights.`, evidence);
  const told = counted === undefined ? '' : `, and Logs Insights counts ${counted} events with such words`;
  const reason = `${resource.id} has ${few} in the part of ${span} that was searched; the search was ended ${limit}${told}.`;
  return unknown(resource, reason, evidence);
}

function cutBy({ complete, counted, errors, requests }: FoundErrors): string {
  if (complete) return '';
  if (counted === undefined) return `; the search was ended after ${requests} requests`;
  return `; the first ${errors.length} were read, Logs Insights counted them all`;
}
