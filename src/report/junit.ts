import type { Finding } from '../model/finding.ts';
import type { ChecklistResult } from '../model/result.ts';
import { titleOf } from './digest/failing.ts';
import { groupBy } from './digest/group-by.ts';
import { placeOf } from './digest/unknowns.ts';
import { plain } from './text/plain.ts';

/**
 * The form that CI servers read: a suite for each check, a case for each resource. What fails is a failure, what could
 * not be determined an error, what is suppressed is skipped. https://github.com/testmoapp/junitxml
 */
export function renderJunit(result: ChecklistResult): string {
  const suites = [...groupBy(result.findings, ({ check }) => check)];
  const seconds = (Date.parse(result.finishedAt) - Date.parse(result.startedAt)) / 1000;
  const all = {
    name: result.checklist,
    ...tally(result.findings),
    time: seconds.toFixed(3),
    timestamp: result.startedAt,
  };
  const lines = suites.flatMap(([check, findings]) => suiteLines(check, findings, result));
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes(all)}>`,
    ...lines,
    '</testsuites>',
    '',
  ].join('\n');
}

function suiteLines(check: string, findings: readonly Finding[], result: ChecklistResult): string[] {
  const suite = { name: check, ...tally(findings), time: '0', timestamp: result.startedAt };
  const title = titleOf(result, check);
  return [
    `  <testsuite${attributes(suite)}>`,
    ...(title === check
      ? []
      : ['    <properties>', `      <property${attributes({ name: 'title', value: title })}/>`, '    </properties>']),
    ...findings.flatMap((finding) => caseLines(finding, result)),
    '  </testsuite>',
  ];
}

function caseLines(finding: Finding, { checklist }: ChecklistResult): string[] {
  // A server tells cases apart by class and name, so the name must say where the resource is.
  const name = `${placeOf(finding)}/${finding.resource.id}`;
  const open = `    <testcase${attributes({ name, classname: `${checklist}.${finding.check}`, time: '0' })}`;
  const outcome = outcomeLine(finding);
  return outcome === '' ? [`${open}/>`] : [`${open}>`, `      ${outcome}`, '    </testcase>'];
}

function outcomeLine(finding: Finding): string {
  const { status, suppressed, reason, severity } = finding;
  if (suppressed) {
    const message = `Suppressed until ${suppressed.until} by ${suppressed.actor}: ${suppressed.reason}`;
    return `<skipped${attributes({ message })}/>`;
  }
  switch (status) {
    case 'pass':
      return '';
    case 'fail':
      return `<failure${attributes({ message: reason, type: severity })}>${bodyText(finding)}</failure>`;
    case 'unknown':
      return `<error${attributes({ message: reason, type: 'unknown' })}>${bodyText(finding)}</error>`;
  }
}

function bodyText({ reason, resource, remediation, evidence }: Finding): string {
  const lines = [
    reason,
    `Resource: ${resource.type} ${resource.arn}`,
    `What to do: ${remediation.text}`,
    ...(remediation.runbook === null ? [] : [`Runbook: opsbook plan ${remediation.runbook}`]),
    `Evidence: ${JSON.stringify(evidence)}`,
  ];
  return lines.map(escapeXml).join('\n');
}

function tally(findings: readonly Finding[]): Record<'tests' | 'failures' | 'errors' | 'skipped', string> {
  const counted = (wanted: (finding: Finding) => boolean): string => String(findings.filter(wanted).length);
  return {
    tests: String(findings.length),
    failures: counted(({ status, suppressed }) => status === 'fail' && !suppressed),
    errors: counted(({ status, suppressed }) => status === 'unknown' && !suppressed),
    skipped: counted(({ suppressed }) => suppressed !== null),
  };
}

function attributes(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escapeXml(value)}"`)
    .join('');
}

/** XML 1.0 has no way to say most control characters, not even escaped; `plain` has made them visible. */
function escapeXml(text: string): string {
  return plain(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;');
}
