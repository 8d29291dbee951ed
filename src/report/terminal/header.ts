import type { ChecklistResult } from '../../model/result.ts';
import { costText } from '../digest/cost-text.ts';
import { headline, mood } from '../digest/headline.ts';
import { identities, whereText } from '../digest/places.ts';
import { abridged, timeText } from '../text/value.ts';
import { type Page, paragraph, titled } from './page.ts';

export function headerLines(result: ChecklistResult, page: Page): string[] {
  const { paint } = page;
  const who = identities(result);
  const paintMood = { good: paint.green, bad: paint.red, unclear: paint.yellow }[mood(result)];
  return [
    ...titled(result.title || result.checklist, timeText(result.asOf ?? result.startedAt, 'instant'), page),
    ...paragraph(whereText(result), page).map(paint.dim),
    ...(who.length > 0 ? paragraph(`as ${abridged(who, 2)}`, page).map(paint.dim) : []),
    '',
    ...paragraph(headline(result), page).map((line) => paint.bold(paintMood(line))),
  ];
}

/** What the look cost: calls, throttles, time. */
export function footerLines(result: ChecklistResult, page: Page): string[] {
  return [costText(result), `Execution ${result.execution}`]
    .flatMap((line) => paragraph(line, page))
    .map(page.paint.dim);
}
