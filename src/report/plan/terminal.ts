import pc from 'picocolors';
import type { Plan } from '../../model/plan.ts';
import { textOf } from '../../model/plan-diff.ts';
import { heading, type Page, paragraph, titled } from '../terminal/page.ts';
import type { TerminalOptions } from '../terminal.ts';
import { parameterTexts } from './parameters-text.ts';
import { factsInCommon, stepFacts, timeOf } from './steps.ts';
import { countOf, summaryOf } from './summary.ts';

const NARROWEST = 40;

/** A plan as a page that a tired person can judge: what changes, in what order, how long, what it risks, what is undone. */
export function renderPlan(plan: Plan, options: TerminalOptions): string {
  const page: Page = {
    width: Math.max(NARROWEST, options.width),
    paint: pc.createColors(options.color),
    manyPlaces: false,
    command: `opsbook plan ${plan.runbook}`,
  };
  const parts = [header(plan, page), warnings(plan, page), facts(plan, page), steps(plan, page), footer(plan, page)];
  return `${parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function header(plan: Plan, page: Page): string[] {
  const { account, region } = plan.target;
  return [
    ...titled(plan.title, `${account}/${region}`, page),
    ...paragraph([plan.runbook, ...parameterTexts(plan.parameters)].join('  '), page).map(page.paint.dim),
    '',
    ...paragraph(summaryOf(plan), page).map(page.paint.bold),
  ];
}

function warnings({ warnings: all }: Plan, page: Page): string[] {
  return all.flatMap((text) => paragraph(text, page, '! ')).map(page.paint.yellow);
}

function facts({ basis }: Plan, page: Page): string[] {
  if (basis.length === 0) return [];
  const lines = basis.flatMap(({ title, value }) =>
    paragraph(`${title}: ${textOf(value) ?? 'none'}`, page, '  ', '    '),
  );
  return [heading('WHAT IT RESTS ON', page), '', ...lines];
}

function steps(plan: Plan, page: Page): string[] {
  if (plan.steps.length === 0) return [];
  const common = factsInCommon(plan.steps);
  const inAll =
    common.length === 0
      ? []
      : ['  Each change:', ...common.flatMap((fact) => paragraph(fact, page, '       ', '         '))];
  const lines = plan.steps.flatMap((step, index) => {
    const number = `${String(index + 1).padStart(3)}. `;
    const mark = { none: '', disruptive: ' (users may notice)', irreversible: ' (cannot be undone)' }[step.impact];
    const paint = step.call === null && step.kind !== 'terraform' ? page.paint.dim : page.paint.bold;
    const time = timeOf(step);
    return [
      ...paragraph(`${step.title}${mark}${time === '' ? '' : `, ${time}`}`, page, number).map(paint),
      ...stepFacts(step)
        .filter((fact) => step.kind !== 'change' || !common.includes(fact))
        .flatMap((fact) => paragraph(fact, page, '       ', '         ')),
    ];
  });
  return [heading('STEPS', page), '', ...inAll, ...lines];
}

function footer(plan: Plan, page: Page): string[] {
  const locks = plan.locks.length > 0 ? [`Keeps others out of ${plan.locks.join(', ')} while it runs.`] : [];
  const permissions = `Needs ${countOf(plan.permissions.length, 'IAM action')}: opsbook permissions ${plan.runbook}`;
  return [...locks, permissions, `Plan ${plan.hash}`].flatMap((line) => paragraph(line, page)).map(page.paint.dim);
}
