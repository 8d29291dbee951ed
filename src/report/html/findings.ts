import type { Finding } from '../../model/finding.ts';
import type { ChecklistResult } from '../../model/result.ts';
import { type CheckGroup, failingGroups } from '../digest/failing.ts';
import { findingText } from '../digest/finding-text.ts';
import { placeOf } from '../digest/unknowns.ts';
import { counted } from '../text/value.ts';
import { type Html, markup, NOTHING, preformatted } from './template.ts';

/** Findings shown of one check; more than that nobody reads in a document. */
const MOST = 500;

export function failingHtml(result: ChecklistResult): Html {
  const groups = failingGroups(result).flatMap(({ checks }) => checks);
  if (groups.length === 0) return NOTHING;
  return markup`<section id="findings">
<h2>Findings</h2>
${groups.map((group) => checkHtml(group, result.targets.length > 1))}
</section>
`;
}

function checkHtml({ check, title, why, severity, findings, judged }: CheckGroup, many: boolean): Html {
  const share = `fails for ${findings.length.toLocaleString('en-US')} of ${judged.toLocaleString('en-US')}`;
  const left = findings.length - MOST;
  return markup`<article class="check">
<header><span class="chip ${severity}">${severity}</span><h3>${title}</h3>${title === check ? NOTHING : markup`<code>${check}</code>`}<span class="share">${share}</span></header>
${why === '' ? NOTHING : markup`<p class="why">${why}</p>`}
<ul>
${findings.slice(0, MOST).map((finding) => findingHtml(finding, many))}${left > 0 ? markup`<li>… and ${counted(left, 'more finding')}</li>` : NOTHING}
</ul>
${remedyHtml(findings)}
</article>
`;
}

function findingHtml(finding: Finding, many: boolean): Html {
  const evidence = Object.keys(finding.evidence).length > 0 ? evidenceHtml(finding) : NOTHING;
  const place = many ? markup` <span class="place">${placeOf(finding)}</span>` : NOTHING;
  return markup`<li>${findingText(finding)}${place}${evidence}</li>\n`;
}

function evidenceHtml({ resource, evidence }: Finding): Html {
  const text = JSON.stringify({ arn: resource.arn, ...evidence }, null, 2);
  return markup`<details><summary>Evidence</summary><pre>${preformatted(text)}</pre></details>`;
}

function remedyHtml([first]: readonly Finding[]): Html {
  if (!first || first.remediation.text === '') return NOTHING;
  const { text, runbook } = first.remediation;
  const command =
    runbook === null ? NOTHING : markup` <span class="commands"><code>opsbook plan ${runbook}</code></span>`;
  return markup`<p class="fix"><b>What to do:</b> ${text}${command}</p>`;
}
