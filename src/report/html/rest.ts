import type { ChecklistResult } from '../../model/result.ts';
import { findingText } from '../digest/finding-text.ts';
import { passedServices } from '../digest/passed.ts';
import { type UnknownGroup, unknownGroups } from '../digest/unknowns.ts';
import { abridged, timeText } from '../text/value.ts';
import { type Html, markup, NOTHING } from './template.ts';

/** What is not a failing finding: not determined, suppressed, passed. */
export function unknownHtml(result: ChecklistResult): Html {
  const groups = unknownGroups(result);
  if (groups.length === 0) return NOTHING;
  return markup`<section id="unknown">
<h2>Could not be determined</h2>
<p class="why">Neither good nor bad news: AWS did not tell. What is listed here was not looked at.</p>
${groups.map((group) => unknownGroupHtml(group, result.targets.length > 1))}
</section>
`;
}

function unknownGroupHtml({ reason, missingAction, checks, places, resources }: UnknownGroup, many: boolean): Html {
  const about = resources.length > 0 ? ` ${abridged([...new Set(resources)], 6)} by` : '';
  const missing = missingAction === undefined ? NOTHING : markup`<br>Missing IAM action: <code>${missingAction}</code>`;
  const where = many ? markup`<br><span class="place">${abridged(places, 6)}</span>` : NOTHING;
  return markup`<article class="check"><header><span class="chip unknown">unknown</span><h3>${reason}</h3></header>
<ul><li>Not judged:${about} ${checks.map((check) => markup`<code>${check}</code> `)}${missing}${where}</li></ul></article>
`;
}

export function suppressedHtml({ findings }: ChecklistResult): Html {
  const items = findings.flatMap((finding) => {
    if (!finding.suppressed) return [];
    const { until, actor, reason } = finding.suppressed;
    const words = `until ${timeText(until, 'date')}, by ${actor}: ${reason}`;
    return [
      markup`<li>${findingText(finding)} <code>${finding.check}</code><br><span class="place">${words}</span></li>`,
    ];
  });
  if (items.length === 0) return NOTHING;
  return markup`<section id="suppressed"><h2>Suppressed</h2><ul class="plain">${items}</ul></section>`;
}

export function passedHtml(result: ChecklistResult): Html {
  const services = passedServices(result);
  if (services.length === 0) return NOTHING;
  const rows = services.map(({ service, count, checks }) => {
    const names = checks.map(({ check }) => markup`<code>${check}</code> `);
    return markup`<tr><td class="text">${service}</td><td class="number">${count.toLocaleString('en-US')}</td><td class="text">${names}</td></tr>`;
  });
  return markup`<section id="passed"><h2>Passed</h2><div class="scroll"><table><thead><tr><th scope="col">Service</th><th scope="col" class="number">Resources</th><th scope="col">Checks</th></tr></thead><tbody>${rows}</tbody></table></div></section>
`;
}
