import type { ChecklistResult } from '../../model/result.ts';
import { worstPlaces } from '../digest/places.ts';
import { counted } from '../text/value.ts';
import { heading, type Page, paragraph } from './page.ts';
import { tableLines } from './table.ts';

const MOST = 10;

/** With many accounts and regions: where it is worst. With one or two the findings say it themselves. */
export function placeLines(result: ChecklistResult, page: Page): string[] {
  const places = worstPlaces(result);
  if (result.targets.length < 3 || places.length < 2) return [];
  const columns = [
    { key: 'place', label: 'Account/region' },
    ...(['critical', 'high', 'medium', 'low', 'unknown'] as const).map((key) => ({
      key,
      label: key,
      format: 'number' as const,
    })),
  ];
  const rows = places.slice(0, MOST).map(({ place, counts, unknown }) => ({ place, ...counts, unknown }));
  const left = places.length - rows.length;
  return [
    heading('Where', page),
    ...tableLines({ columns, rows }, page.width - 2).lines.map((line) => `  ${line}`.trimEnd()),
    ...(left > 0
      ? paragraph(`… and ${counted(left, 'more place')} with findings (${page.command} --output json)`, page, '  ')
      : []),
  ];
}
