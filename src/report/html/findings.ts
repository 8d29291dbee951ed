import type { Finding } from '../../model/finding.ts';
import type { ChecklistResult } from '../../model/result.ts';
import { type CheckGroup, failingGroups } from '../digest/failing.ts';
import { findingText } from '../digest/finding-text.ts';
import { passedServices } from '../digest/passed.ts';
import { placeOf, type UnknownGroup, unknownGroups } from '../digest/unknowns.ts';
import { abridged, counted, timeText } from '../text/value.ts';
import { type Html, html, NOTHING, preformatted } from './template.ts';

/** Findings shown of one check; more than that nobody reads in a document. */
const MOST = 500;

export function failingHtml(result: ChecklistResult): Html {
  const groups = failingGroups(result).flatMap(({ checks }) => checks);
  if (groups.length === 0) return NOTHING;
  return html`<section id="findings">
<h2>Findings</h2>
${groups.map((group) => checkHtml(group, result.targets.length > 1))}
</section>
`;
}

function checkHtml({ check, title, why, severity, findings, judged }: CheckGroup, many: boolean): Html {
  const left = findings.length - MOST;
  const [first] = findings;
  const runbook = first?.remediation.runbook;
  const command = runbook ? html` <span class="commands"><code>opsbook plan ${runbook}</code></span>` : NOTHING;
  return html`<article class="check">
<header><span class="chip ${severity}">${severity}</span><h3>${title}</h3>${title === check ? NOTHING : html`<code>${check}</code>`}<span class="share">fails for ${findings.length.toLocaleString('en-US')} of ${judged.toLocaleString('en-US')}</span></header>
${why === '' ? NOTHING : html`<p class="why">${why}</p>`}
<ul>
${findings.slice(0, MOST).map((finding) => findingHtml(finding, many))}${left > 0 ? html`<li>… and ${counted(left, 'more finding')}</li>` : NOTHING}
</ul>
${first && first.remediation.text !== '' ? html`<p class="fix"><b>What to do:</b> ${first.remediation.text}${command}</p>` : NOTHING}
</article>
`;
}

function findingHtml(finding: Finding, many: boolean): Html {
  const evidence = Object.keys(finding.evidence).length > 0 ? evidenceHtml(finding) : NOTHING;
  const text = findingText(finding);
  const place = many ? html` <span class="place">${placeOf(finding)}</span>` : NOTHING;
  return html`<li>${text}${place}${evidence}</li>
`;
}

function evidenceHtml({ resource, evidence }: Finding): Html {
  return html`<details><summary>Evidence</summary><pre>${preformatted(JSON.stringify({ arn: resource.arn, ...evidence }, null, 2))}</pre></details>`;
}

export function unknownHtml(result: ChecklistResult): Html {
  const groups = unknownGroups(result);
  if (groups.length === 0) return NOTHING;
  return html`<section id="unknown">
<h2>Could not be determined</h2>
<p class="why">Neither good nor bad news: AWS did not tell. What is listed here was not looked at.</p>
${groups.map((group) => unknownGroupHtml(group, result.targets.length > 1))}
</section>
`;
}

function unknownGroupHtml({ reason, missingAction, checks, places, resources }: UnknownGroup, many: boolean): Html {
  const about = resources.length > 0 ? ` of ${abridged([...new Set(resources)], 6)}` : '';
  const missing = missingAction === undefined ? NOTHING : html`<br>Missing IAM action: <code>${missingAction}</code>`;
  return html`<article class="check"><header><span class="chip unknown">unknown</span><h3>${reason}</h3></header>
<ul><li>Not judged${about}: ${checks.map((check) => html`<code>${check}</code> `)}${missing}${many ? html`<br><span class="place">${abridged(places, 6)}</span>` : NOTHING}</li></ul></article>
`;
}

export function suppressedHtml({ findings }: ChecklistResult): Html {
  const items = findings.flatMap((finding) =>
    finding.suppressed
      ? [html`<li>${findingText(finding)} <code>${finding.check}</code><br><span class="place">until ${timeText(finding.suppressed.until, 'date')}, by ${finding.suppressed.actor}: ${finding.suppressed.reason}</span></li>`]
      : [],
  );
  return items.length > 0 ? html`<section id="suppressed"><h2>Suppressed</h2><ul class="plain">${items}</ul></section>\n` : NOTHING;
}

export function passedHtml(result: ChecklistResult): Html {
  const services = passedServices(result);
  if (services.length === 0) return NOTHING;
  const rows = services.map(
    ({ service, count, checks }) => html`<tr><td class="text">${service}</td><td class="number">${count.toLocaleString('en-US')}</td><td class="text">${checks.map(({ check }) => html`<code>${check}</code> `)}</td></tr>`,
  );
  return html`<section id="passed"><h2>Passed</h2><div class="scroll"><table><thead><tr><th scope="col">Service</th><th scope="col" class="number">Resources</th><th scope="col">Checks</th></tr></thead><tbody>${rows}</tbody></table></div></section>
`;
}
