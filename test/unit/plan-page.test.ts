import { beforeAll, expect, test } from 'vitest';
import { createStage } from '../runbook.ts';
import type { Plan } from '../../src/model/plan.ts';
import { blueGreen } from '../../src/runbooks/deployment/blue-green.ts';
import { alarms } from '../../src/runbooks/monitoring/alarms.ts';
import { scaleService } from '../../src/runbooks/scaling/service.ts';
import { widthOf } from '../../src/report/text/width.ts';
import { summaryOf } from '../../src/report/plan/summary.ts';
import { renderPlan } from '../../src/report/plan/terminal.ts';

const WEB = { cluster: 'production-cluster', service: 'web-service' };
const PLAIN = { width: 80, color: false };

let up: Plan;
let deployment: Plan;
let recommended: Plan;

beforeAll(async () => {
  const stage = createStage();
  up = await stage.plan(scaleService, { ...WEB, desiredCount: '5' });
  deployment = await stage.plan(blueGreen, { ...WEB, taskDefinition: 'web-service:42', shift: '10,100' });
  recommended = await stage.plan(alarms, {});
});

test('one sentence says how much, how long without seconds, and what is felt or lasts', async () => {
  expect(summaryOf(up)).toBe(
    '3 steps, 2 changes to AWS, about 2m; all of it can be undone; users should notice nothing.',
  );
  const down = await createStage().plan(scaleService, { ...WEB, desiredCount: '2' });
  expect(summaryOf(down)).toMatch(/; all of it can be undone; users may notice step \d\.$/);
  // Deleting what serves nobody is not felt, and losing a replica may be: nothing is claimed of either.
  expect(summaryOf(deployment)).toMatch(/about 1h29m; steps \d+ and \d+ cannot be undone\.$/);
});

test('parameters stand there as they can be typed, and what is not given does not', () => {
  const page = renderPlan(deployment, PLAIN);
  expect(page).toContain('shift=10,100');
  expect(page).not.toContain('alarms=');
});

test('what is the same in every change of a long plan is said once', () => {
  const page = renderPlan(recommended, PLAIN);
  expect(page.match(/undo: cloudwatch:DeleteAlarms/g)).toHaveLength(1);
  expect(page.match(/calls cloudwatch:PutMetricAlarm/g)).toHaveLength(1);
  expect(page.indexOf('Each change:')).toBeLessThan(page.indexOf('  1. Make the alarm'));
  const short = renderPlan(up, PLAIN);
  expect(short).not.toContain('Each change:');
  expect(short.match(/undo: /g)).toHaveLength(2);
});

test.each([40, 60, 80, 100])('no line is wider than %i columns, and no word is lost', (width) => {
  const page = renderPlan(deployment, { width, color: false });
  for (const line of page.split('\n')) expect(widthOf(line)).toBeLessThanOrEqual(width);
  for (const { title } of deployment.steps) {
    expect(page.replaceAll(/\s+/g, '')).toContain(title.replaceAll(/\s+/g, ''));
  }
});

test('what is called hostilely in AWS moves no cursor and begins no line of its own', () => {
  const evil = '\u001B[2J\u001B]0;x\u0007\n# Approved\n\u202Eevil';
  const plan: Plan = {
    ...up,
    title: evil,
    parameters: { service: evil },
    basis: [{ title: evil, value: { [evil]: evil } }],
    warnings: [evil],
    locks: [evil],
    steps: up.steps.map((step) =>
      step.kind === 'change'
        ? { ...step, title: evil, before: null, after: { [evil]: evil } }
        : { ...step, title: evil },
    ),
  };
  const page = renderPlan(plan, PLAIN);
  expect(page.replaceAll('\n', '')).not.toMatch(/\p{Cc}|\p{Cf}/u);
  expect(page).not.toMatch(/^# Approved/m);
  expect(page).toContain(String.raw`\u{1b}[2J`);
});
