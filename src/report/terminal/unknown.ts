import type { ChecklistResult } from '../../model/result.ts';
import { type UnknownGroup, unknownGroups } from '../digest/unknowns.ts';
import { abridged, counted } from '../text/value.ts';
import { heading, type Page, paragraph } from './page.ts';

const MOST = 12;

export function unknownLines(result: ChecklistResult, page: Page): string[] {
  const groups = unknownGroups(result);
  if (groups.length === 0) return [];
  const left = groups.length - MOST;
  return [
    heading(`COULD NOT BE DETERMINED (${result.summary.unknown.toLocaleString('en-US')})`, page, page.paint.yellow),
    ...groups.slice(0, MOST).flatMap((group) => ['', ...groupLines(group, page)]),
    ...(left > 0
      ? ['', ...paragraph(`… and ${counted(left, 'more reason')} (${page.command} --output json)`, page, '  ')]
      : []),
  ];
}

function groupLines({ reason, missingAction, checks, places, resources }: UnknownGroup, page: Page): string[] {
  const about =
    resources.length > 0 ? `${abridged([...new Set(resources)], 3)} (${abridged(checks, 3)})` : abridged(checks, 4);
  const where = page.manyPlaces ? [`Where: ${abridged(places, 2)}`] : [];
  const missing = missingAction === undefined ? [] : [`Missing IAM action: ${missingAction}`];
  return [
    ...paragraph(reason, page, '  ? ').map((line, index) =>
      index === 0 ? line.replace('?', page.paint.yellow('?')) : line,
    ),
    ...[...missing, `Not judged: ${about}`, ...where].flatMap((line) =>
      paragraph(line, page, '    ').map(page.paint.dim),
    ),
  ];
}
