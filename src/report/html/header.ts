import type { ChecklistResult } from '../../model/result.ts';
import { failingGroups } from '../digest/failing.ts';
import { headline, mood, tells } from '../digest/headline.ts';
import { identities, whereText } from '../digest/places.ts';
import { abridged, timeText } from '../text/value.ts';
import { type Html, markup, NOTHING } from './template.ts';

export function headerHtml(result: ChecklistResult): Html {
  const who = identities(result);
  return markup`<header>
<p class="eyebrow">${result.checklist}</p>
<h1>${result.title || result.checklist}</h1>
<p class="meta">${timeText(result.asOf ?? result.startedAt, 'instant')} · ${whereText(result)}</p>
${who.length > 0 ? markup`<p class="meta">as ${abridged(who, 2)}</p>` : NOTHING}
<p class="headline ${mood(result)}">${headline(result)}</p>
${countsHtml(result)}
${contentsHtml(result)}
</header>`;
}

function countsHtml(result: ChecklistResult): Html {
  const { unknown, pass, suppressed } = result.summary;
  const failing = new Map(failingGroups(result).map(({ severity, count }) => [severity, count]));
  const counts: (readonly [string, number])[] = (['critical', 'high', 'medium', 'low'] as const).map((severity) => [
    severity,
    failing.get(severity) ?? 0,
  ]);
  const informational = failing.get('informational') ?? 0;
  if (informational > 0) counts.push(['informational', informational]);
  counts.push(['unknown', unknown], ['passed', pass]);
  if (suppressed > 0) counts.push(['suppressed', suppressed]);
  const items = counts.map(
    ([name, count]) =>
      markup`<li class="${count === 0 ? 'none' : 'some'}"><b>${count.toLocaleString('en-US')}</b>${name}</li>`,
  );
  return markup`<ul class="counts">${items}</ul>`;
}

/** Links to the parts, where there are enough of them to get lost. */
function contentsHtml(result: ChecklistResult): Html {
  const { summary, sections } = result;
  const told = sections.map(({ title }, index) => ({ anchor: `section-${index + 1}`, title }));
  const judged = [
    ...(summary.fail > 0 ? [{ anchor: 'findings', title: 'Findings' }] : []),
    ...(summary.unknown > 0 ? [{ anchor: 'unknown', title: 'Could not be determined' }] : []),
  ];
  const entries = tells(result) ? [...told, ...judged] : [...judged, ...told];
  if (entries.length < 3) return NOTHING;
  const links = entries.map(({ anchor, title }) => markup`<li><a href="#${anchor}">${title}</a></li>`);
  return markup`<nav aria-label="Contents"><ul>${links}</ul></nav>`;
}
