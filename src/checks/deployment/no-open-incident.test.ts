import { expect, test } from 'vitest';
import { judge, lines, NOTHING_OUTSIDE } from '../../../test/answers.ts';
import type { OpenIncident } from '../../model/outside.ts';
import { noOpenIncident } from './no-open-incident.ts';

test('names every open incident, the worst first', async () => {
  const findings = await look([
    { id: 'INC-7', title: 'Slow exports', severity: 'P3' },
    { id: 'INC-8', title: 'Checkout is down', severity: 'P0' },
    { id: 'INC-9', title: 'Odd mails', severity: 'unsorted' },
  ]);
  expect(findings).toEqual([
    'INC-8: fail critical: INC-8 (P0) is open: Checkout is down.',
    'INC-9: fail high: INC-9 (unsorted) is open: Odd mails.',
    'INC-7: fail low: INC-7 (P3) is open: Slow exports.',
  ]);
});

test('passes when incidents are recorded and none is open', async () => {
  expect(await look([])).toEqual(['incidents: pass: No incident is open.']);
});

test('where nothing records incidents, it is not known', async () => {
  expect(await look(undefined)).toEqual([
    'incidents: unknown: No database keeps incidents here, so whether one is open is not known.',
  ]);
});

async function look(incidents: readonly OpenIncident[] | undefined): Promise<string[]> {
  const outside = { ...NOTHING_OUTSIDE, openIncidents: () => Promise.resolve(incidents) };
  return lines(await judge(noOpenIncident, {}, { outside }));
}
