import type { ChecklistResult } from '../../model/result.ts';
import { passedServices } from '../digest/passed.ts';
import { counted, timeText } from '../text/value.ts';
import { padEnd, padStart, widthOf } from '../text/width.ts';
import { heading, type Page, paragraph } from './page.ts';

const MOST_SUPPRESSED = 5;

/** What is in order is counted, a line for a service: enough to see that it was looked at. */
export function passedLines(result: ChecklistResult, page: Page): string[] {
  const services = passedServices(result);
  if (services.length === 0) return [];
  const names = Math.max(...services.map(({ service }) => widthOf(service)));
  const digits = Math.max(...services.map(({ count }) => count.toLocaleString('en-US').length));
  return [
    heading(`PASSED (${result.summary.pass.toLocaleString('en-US')})`, page, page.paint.green),
    ...services.flatMap(({ service, count, checks }) => {
      const first = `  ${padEnd(service, names)}  ${padStart(count.toLocaleString('en-US'), digits)}  `;
      return paragraph(checks.map(({ check }) => check).join(', '), page, first);
    }),
  ];
}

export function suppressedLines({ findings }: ChecklistResult, page: Page): string[] {
  const suppressed = findings.flatMap((finding) => (finding.suppressed ? [{ finding, by: finding.suppressed }] : []));
  if (suppressed.length === 0) return [];
  const left = suppressed.length - MOST_SUPPRESSED;
  return [
    heading(`SUPPRESSED (${suppressed.length.toLocaleString('en-US')})`, page),
    ...suppressed
      .slice(0, MOST_SUPPRESSED)
      .flatMap(({ finding: { resource, check }, by }) =>
        paragraph(
          `${resource.id} (${check}) until ${timeText(by.until, 'date')}, by ${by.actor}: ${by.reason}`,
          page,
          '  - ',
        ),
      ),
    ...(left > 0
      ? paragraph(`… and ${counted(left, 'more finding')} (${page.command} --output json)`, page, '  ')
      : []),
  ];
}
