import pc from 'picocolors';
import { formatDuration } from '../../model/duration.ts';
import type { Plan } from '../../model/plan.ts';
import type { Rehearsal, RehearsedStep } from '../../model/rehearsal.ts';
import { heading, type Page, paragraph } from '../terminal/page.ts';
import type { TerminalOptions } from '../terminal.ts';
import { shorten } from '../text/width.ts';
import { failureLines } from './rehearsal-failures.ts';
import { countOf, expectedMs } from './summary.ts';

const NARROWEST = 40;

/** What came of rehearsing a plan: how it goes, how long it takes, what every failure would leave, what it may do. */
export function renderRehearsal(plan: Plan, rehearsal: Rehearsal, options: TerminalOptions): string {
  const page: Page = {
    width: Math.max(NARROWEST, options.width),
    paint: pc.createColors(options.color),
    manyPlaces: false,
    command: `opsbook plan ${plan.runbook} --rehearse`,
  };
  const parts = [
    [heading('REHEARSED IN A SANDBOX', page), '', ...whatItIs(plan, rehearsal, page)],
    timeline(rehearsal.timeline, page),
    failures(rehearsal, page),
    permissions(rehearsal, plan, page),
    listed('TAKEN FOR GRANTED', rehearsal.assumed, page),
    listed('NOT REHEARSED', rehearsal.notRehearsed, page),
  ];
  return `${parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function whatItIs(plan: Plan, { faithful, ended, left, requests, lostAnswers }: Rehearsal, page: Page): string[] {
  const { account, region } = plan.target;
  const { paint } = page;
  const loaded = faithful.same
    ? [
        `What the plan looked at in ${account}/${region} was loaded into an empty sandbox, where planning gives the same plan.`,
      ]
    : [
        `What the plan looked at in ${account}/${region} was loaded into an empty sandbox, but planning there gives another plan: take what follows with a pinch of salt.`,
        ...faithful.differences
          .slice(0, 5)
          .map(({ path, before, after }) => `${path}: ${before ?? 'none'} → ${after ?? 'none'}`),
      ];
  const end =
    ended.status === 'succeeded'
      ? `It succeeds after ${formatDuration(ended.seconds * 1000)}; about ${formatDuration(expectedMs(plan))} were planned. Things take as long here as they usually do in AWS.`
      : `It does not succeed: ${ended.status} after ${formatDuration(ended.seconds * 1000)}. ${ended.reason}`;
  const after =
    ended.status === 'succeeded'
      ? []
      : left.length === 0
        ? ['Afterwards everything is as it was before.']
        : ['Afterwards it is not as it was before:', ...left.map((text) => `✗ ${text}`)];
  const felt = requests.map(
    ({ loadBalancer, requests: all, failed }) =>
      `Of ${all.toLocaleString('en-US')} requests to ${loadBalancer} meanwhile, ${failed.toLocaleString('en-US')} failed.`,
  );
  const repeated = lostAnswers
    ? [
        lostAnswers.same && lostAnswers.status === ended.status
          ? 'With the answer to every change lost once, it comes to exactly the same: nothing is made twice.'
          : `With the answer to every change lost once, it comes to something else: ${lostAnswers.status}. ${lostAnswers.reason}`,
      ]
    : [];
  return [
    ...loaded.flatMap((text) => paragraph(text, page)).map(faithful.same ? (line) => line : paint.yellow),
    ...paragraph(end, page).map(ended.status === 'succeeded' ? paint.bold : paint.red),
    ...[...after, ...felt, ...repeated].flatMap((text) => paragraph(text, page)),
  ];
}

const MARKS = { done: '✓', failed: '✗', skipped: '-', assumed: '≈', 'not-reached': ' ' } as const;

/** When each step begins, how long it takes here, and how long the plan says that it usually takes. */
function timeline(steps: readonly RehearsedStep[], page: Page): string[] {
  if (steps.length === 0) return [];
  const time = (seconds: number | null) => (seconds === null ? '' : formatDuration(seconds * 1000)).padStart(7);
  const lines = steps.map(({ number, title, how, startsAfterSeconds, seconds, expectedSeconds }) => {
    const times = `${time(startsAfterSeconds)} ${time(seconds)} ${time(expectedSeconds)}`;
    const line = shorten(`${times}  ${MARKS[how]} ${String(number).padStart(2)}. ${title}`, page.width);
    return how === 'failed' ? page.paint.red(line) : how === 'done' ? line : page.paint.dim(line);
  });
  const head = `${'after'.padStart(7)} ${'takes'.padStart(7)} ${'planned'.padStart(7)}`;
  return [heading('TIMELINE', page), '', page.paint.dim(head), ...lines];
}

function failures({ failures: all }: Rehearsal, page: Page): string[] {
  if (all.length === 0) return [];
  const clean = all.filter(({ status, left }) => status !== 'failed' && left.length === 0).length;
  const summary =
    clean === all.length
      ? `Rehearsed too: ${countOf(all.length, 'failure')}. After each of them everything is as it was before.`
      : `Rehearsed too: ${countOf(all.length, 'failure')}. After ${clean} of them everything is as it was before; the others leave something.`;
  return [
    heading('IF SOMETHING FAILS', page),
    '',
    ...paragraph(summary, page).map(clean === all.length ? page.paint.bold : page.paint.yellow),
    '',
    ...failureLines(all, page),
  ];
}

function permissions({ permissions: { called, missing, unused } }: Rehearsal, plan: Plan, page: Page): string[] {
  const sufficient =
    missing.length === 0
      ? paragraph(
          `The ${countOf(plan.permissions.length, 'IAM action')} of the plan suffice: all of the ${called.length} are among them that planning, executing and undoing called.`,
          page,
        )
      : paragraph(`Missing in the plan's IAM actions, and called: ${missing.join(', ')}`, page, '! ').map(
          page.paint.red,
        );
  const idle = unused.length > 0 ? paragraph(`Called in no rehearsal: ${unused.join(', ')}`, page) : [];
  return [heading('PERMISSIONS', page), '', ...sufficient, ...idle.map(page.paint.dim)];
}

function listed(title: string, texts: readonly string[], page: Page): string[] {
  if (texts.length === 0) return [];
  return [heading(title, page), '', ...texts.flatMap((text) => paragraph(text, page, '  ', '    '))];
}
