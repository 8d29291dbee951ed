import type { Finding } from '../../model/finding.ts';
import type { ChecklistResult } from '../../model/result.ts';
import { type CheckGroup, failingGroups, type SeverityGroup } from '../digest/failing.ts';
import { findingText } from '../digest/finding-text.ts';
import { groupBy } from '../digest/group-by.ts';
import { placeOf } from '../digest/unknowns.ts';
import { plain } from '../text/plain.ts';
import { counted } from '../text/value.ts';
import { heading, type Page, paragraph, severityPaint, titled } from './page.ts';

/** Findings printed of one check; the JSON holds them all. */
const MOST = 10;

export function failingLines(result: ChecklistResult, page: Page): string[] {
  const explained = new Set<string>();
  const parts = failingGroups(result).map((group) => severityLines(group, page, explained));
  return parts.flatMap((lines, index) => (index === 0 ? lines : ['', ...lines]));
}

function severityLines({ severity, count, checks }: SeverityGroup, page: Page, explained: Set<string>): string[] {
  const top = heading(
    `${severity.toUpperCase()} (${count.toLocaleString('en-US')})`,
    page,
    severityPaint(severity, page),
  );
  return [
    top,
    ...checks.flatMap((group) => {
      const why = explained.has(group.check) ? '' : group.why;
      explained.add(group.check);
      return ['', ...checkLines({ ...group, why }, page)];
    }),
  ];
}

function checkLines({ check, title, why, severity, findings, judged }: CheckGroup, page: Page): string[] {
  const left = findings.length - MOST;
  // One more line than that says "1 more" is better spent on the one.
  const shown = left > 1 ? findings.slice(0, MOST) : findings;
  const inner = { ...page, width: page.width - 2 };
  const share = `fails for ${findings.length.toLocaleString('en-US')} of ${judged.toLocaleString('en-US')}`;
  return [
    ...titled(`${title} — ${share}`, title === check ? '' : check, inner).map((line) => `  ${line}`.trimEnd()),
    ...(why === '' ? [] : paragraph(why, page, '  ').map(page.paint.dim)),
    ...byPlace(shown, page, severityPaint(severity, page)),
    ...(left > 1 ? paragraph(moreText(findings.slice(MOST), page), page, '    ') : []),
  ];
}

function moreText(left: readonly Finding[], page: Page): string {
  const places = new Set(left.map(placeOf)).size;
  const where = page.manyPlaces && places > 1 ? ` in ${counted(places, 'place')}` : '';
  return `… and ${left.length.toLocaleString('en-US')} more${where} (${page.command} --output json)`;
}

function byPlace(findings: readonly Finding[], page: Page, paint: (text: string) => string): string[] {
  if (!page.manyPlaces) return findings.flatMap((finding) => findingLines(finding, page, '    ', { paint }));
  return [...groupBy(findings, placeOf)].flatMap(([place, group]) => {
    const [first, ...others] = group;
    if (first && others.length === 0) return findingLines(first, page, '    ', { paint, where: ` (${place})` });
    return [
      ...paragraph(place, page, '    '),
      ...group.flatMap((finding) => findingLines(finding, page, '      ', { paint })),
    ];
  });
}

function findingLines(
  finding: Finding,
  page: Page,
  indent: string,
  { paint, where = '' }: { paint: (text: string) => string; where?: string },
): string[] {
  const id = plain(finding.resource.id);
  const first = `${indent}✗ `;
  return paragraph(`${findingText(finding)}${where}`, page, first).map((line, index) =>
    index === 0 && line.startsWith(`${first}${id}`)
      ? `${indent}${paint('✗')} ${page.paint.bold(id)}${line.slice(first.length + id.length)}`
      : line,
  );
}
