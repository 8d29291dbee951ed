import { createHash } from 'node:crypto';
import type { ChecklistResult } from '../model/result.ts';
import { costText } from './digest/cost-text.ts';
import { tells } from './digest/headline.ts';
import { nextSteps } from './digest/next-steps.ts';
import { failingHtml } from './html/findings.ts';
import { headerHtml } from './html/header.ts';
import { passedHtml, suppressedHtml, unknownHtml } from './html/rest.ts';
import { sectionHtml } from './html/sections.ts';
import { STYLE } from './html/style.ts';
import { type Html, markup, NOTHING } from './html/template.ts';
import { timeText } from './text/value.ts';

/** A document in one file that can be sent, archived and printed. It needs no script and asks nothing of the network. */
export function renderHtml(result: ChecklistResult): string {
  const sections = result.sections.map((section, index) => sectionHtml(section, `section-${index + 1}`));
  const findings = [failingHtml(result), unknownHtml(result)];
  const title = result.title || result.checklist;
  const page = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy()}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="Opsbook">
<title>${title} · ${timeText(result.asOf ?? result.startedAt, 'date')}</title>
<style>${{ html: STYLE }}</style>
</head>
<body>
<main>
${headerHtml(result)}
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

/** The page may use its own style sheet and nothing else: no script, no picture, no request to anywhere. */
function policy(): string {
  const style = createHash('sha256').update(STYLE).digest('base64');
  return `default-src 'none'; style-src 'sha256-${style}'; base-uri 'none'; form-action 'none'`;
}

function nextHtml(result: ChecklistResult): Html {
  const steps = nextSteps(result);
  if (steps.length === 0) return NOTHING;
  const items = steps.map(({ title, text, commands }) => {
    const advice = text === '' ? NOTHING : markup`<p>${text}</p>`;
    const typed = commands.map((command) => markup`<code>${command}</code>`);
    return markup`<li><b>${title}</b>${advice}<div class="commands">${typed}</div></li>\n`;
  });
  return markup`<section id="next"><h2>What to do next</h2><ol class="steps">${items}</ol></section>`;
}
