import { createHash } from 'node:crypto';
import type { ChecklistResult } from '../model/result.ts';
import { failingGroups } from './digest/failing.ts';
import { headline, mood, tells } from './digest/headline.ts';
import { nextSteps } from './digest/next-steps.ts';
import { identities, whereText } from './digest/places.ts';
import { failingHtml, passedHtml, suppressedHtml, unknownHtml } from './html/findings.ts';
import { sectionHtml } from './html/sections.ts';
import { STYLE } from './html/style.ts';
import { type Html, html, NOTHING } from './html/template.ts';
import { costText } from './terminal/header.ts';
import { abridged, timeText } from './text/value.ts';

/** The page may use its own style sheet and nothing else: no script, no picture, no request to anywhere. */
const POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'`;

/** A document in one file that can be sent, archived and printed. */
export function renderHtml(result: ChecklistResult): string {
  const sections = result.sections.map((section, index) => sectionHtml(section, `section-${index + 1}`));
  const findings = [failingHtml(result), unknownHtml(result)];
  const title = result.title || result.checklist;
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="Opsbook">
<title>${title} · ${timeText(result.asOf ?? result.startedAt, 'date')}</title>
<style>${{ html: STYLE }}</style>
</head>
<body>
<main>
${headerHtml(result, title)}
${nextHtml(result)}
${tells(result) ? [...sections, ...findings] : [...findings, ...sections]}
${suppressedHtml(result)}
${passedHtml(result)}
<footer>${costText(result)}. Execution <code>${result.execution}</code> of <code>${result.checklist}</code>, made by Opsbook.</footer>
</main>
</body>
</html>
`;
  return page.html;
}

function headerHtml(result: ChecklistResult, title: string): Html {
  const who = identities(result);
  return html`<header>
<p class="eyebrow">${result.checklist}</p>
<h1>${title}</h1>
<p class="meta">${timeText(result.asOf ?? result.startedAt, 'instant')} · ${whereText(result)}</p>
${who.length > 0 ? html`<p class="meta">as ${abridged(who, 2)}</p>` : NOTHING}
<p class="headline ${mood(result)}">${headline(result)}</p>
${countsHtml(result)}
${contentsHtml(result)}
</header>`;
}

function countsHtml(result: ChecklistResult): Html {
  const failing = failingGroups(result);
  const of = (severity: string): number => failing.find((group) => group.severity === severity)?.count ?? 0;
  const counts: readonly (readonly [string, number])[] = [
    ...(['critical', 'high', 'medium', 'low'] as const).map((severity) => [severity, of(severity)] as const),
    ...(of('informational') > 0 ? [['informational', of('informational')] as const] : []),
    ['unknown', result.summary.unknown],
    ['passed', result.summary.pass],
    ...(result.summary.suppressed > 0 ? [['suppressed', result.summary.suppressed] as const] : []),
  ];
  const items = counts.map(([name, count]) => html`<li${count === 0 ? html` class="none"` : NOTHING}><b>${count.toLocaleString('en-US')}</b>${name}</li>`);
  return html`<ul class="counts">${items}</ul>`;
}

function contentsHtml(result: ChecklistResult): Html {
  const { summary, sections } = result;
  const told = sections.map(({ title }, index) => ({ anchor: `section-${index + 1}`, title }));
  const judged = [
    ...(summary.fail > 0 ? [{ anchor: 'findings', title: 'Findings' }] : []),
    ...(summary.unknown > 0 ? [{ anchor: 'unknown', title: 'Could not be determined' }] : []),
  ];
  const entries = tells(result) ? [...told, ...judged] : [...judged, ...told];
  if (entries.length < 3) return NOTHING;
  return html`<nav aria-label="Contents"><ul>${entries.map(({ anchor, title }) => html`<li><a href="#${anchor}">${title}</a></li>`)}</ul></nav>`;
}

function nextHtml(result: ChecklistResult): Html {
  const steps = nextSteps(result);
  if (steps.length === 0) return NOTHING;
  const items = steps.map(
    ({ title, text, commands }) => html`<li><b>${title}</b>${text === '' ? NOTHING : html`<p>${text}</p>`}<div class="commands">${commands.map((command) => html`<code>${command}</code>`)}</div></li>
`,
  );
  return html`<section id="next"><h2>What to do next</h2><ol class="steps">${items}</ol></section>`;
}
