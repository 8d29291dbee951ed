import pc from 'picocolors';
import { CHECKLISTS, CHECKS } from '../main/catalog.ts';
import { type DoctorRequest, examine } from '../main/doctor/doctor.ts';
import {
  type ChecklistHealth,
  type DoctorReport,
  type Health,
  isTrouble,
  type OperationHealth,
  type TargetHealth,
} from '../main/doctor/report.ts';
import { readProcess } from '../main/process.ts';
import { plain } from '../report/text/plain.ts';
import { counted } from '../report/text/value.ts';
import { padEnd } from '../report/text/width.ts';
import { wrapIndented } from '../report/text/wrap.ts';
import { EXIT } from './exit.ts';
import { type Out, standardOut } from './out.ts';
import { endpointUrlOf } from './url.ts';

export interface DoctorOptions {
  readonly config?: string;
  readonly target: readonly string[];
  readonly profile?: string;
  readonly region: readonly string[];
  readonly endpointUrl?: string;
  readonly sandbox?: boolean;
  readonly output: 'table' | 'json';
}

/** `opsbook doctor`: what works here and what does not. Exit code 0 where all is well, 3 otherwise. */
export async function doctorCommand(options: DoctorOptions, out: Out = standardOut()): Promise<number> {
  const report = await examine(requestOf(options), { checks: CHECKS, checklists: CHECKLISTS });
  await out.write(options.output === 'json' ? `${JSON.stringify(report, null, 2)}\n` : renderDoctor(report, out));
  return report.well ? EXIT.done : EXIT.incomplete;
}

function requestOf(options: DoctorOptions): DoctorRequest {
  const { environment } = readProcess();
  const endpointUrl = endpointUrlOf(options, environment);
  return {
    environment,
    names: options.target,
    regions: options.region,
    sandbox: options.sandbox === true,
    ...(options.config !== undefined && { configFile: options.config }),
    ...(options.profile !== undefined && { profile: options.profile }),
    ...(endpointUrl !== undefined && { endpointUrl }),
  };
}

/** The report as it is read in a terminal. */
export function renderDoctor(report: DoctorReport, { width, color }: Pick<Out, 'width' | 'color'>): string {
  const paint = pc.createColors(color);
  const mark: Readonly<Record<Health, string>> = { ok: '✓', note: '·', problem: '✗' };
  const line = (health: Health, text: string, name = ''): string[] => {
    const first = `  ${mark[health]} ${name}`;
    const paintMark = { ok: paint.green, note: paint.dim, problem: paint.red }[health];
    return wrapIndented(plain(text), width, first).map((wrapped, index) =>
      index === 0 ? wrapped.replace(mark[health], paintMark(mark[health])) : wrapped,
    );
  };
  const longest = Math.max(...report.parts.map(({ name }) => name.length));
  const parts = report.parts.flatMap(({ name, health, text }) => line(health, text, `${padEnd(name, longest)}  `));
  const targets = report.targets.flatMap((target) => [
    '',
    ...wrapIndented(plain(placeText(target)), width, '', '  ').map(paint.bold),
    ...targetTexts(target).flatMap(([health, text]) => line(health, text)),
  ]);
  const blind = report.targets.every(({ problem }) => problem !== null);
  const checklists = blind
    ? line('problem', 'nothing: no account can be looked at')
    : report.checklists.flatMap((checklist) => line(...checklistText(checklist)));
  const end = report.well ? 'All well.' : 'Not all is well: what is marked ✗ does not work.';
  return `${[paint.bold('Opsbook doctor'), ...parts, ...targets, '', paint.bold('What the checklists can say here'), ...checklists, '', end].join('\n')}\n`;
}

function placeText({ account, region, name, identity }: TargetHealth): string {
  return `${account} in ${region}${name ? ` (${name})` : ''}${identity ? ` as ${identity}` : ''}`;
}

function targetTexts({ problem, operations }: TargetHealth): [Health, string][] {
  if (problem !== null) return [['problem', problem]];
  const allowed = operations.filter(({ access }) => access === 'allowed');
  const notTried = operations.filter(({ access }) => access === 'not-tried');
  const missing = [...new Set(operations.flatMap(({ missingAction }) => missingAction ?? []))].toSorted();
  const others = operations.filter(
    ({ access, missingAction }) => missingAction === null && access !== 'allowed' && access !== 'not-tried',
  );
  return [
    [allowed.length > 0 ? 'ok' : 'note', `${counted(allowed.length, 'operation')} allowed`],
    ...(missing.length > 0
      ? [['problem', `not allowed, to be granted: ${missing.join(', ')}`] satisfies [Health, string]]
      : []),
    ...others.map(otherText),
    ...(notTried.length > 0
      ? [
          [
            'note',
            `${counted(notTried.length, 'operation')} not tried, since each needs a resource, searches or costs`,
          ] satisfies [Health, string],
        ]
      : []),
  ];
}

function otherText({ operation, access, detail }: OperationHealth): [Health, string] {
  return [isTrouble(access) ? 'problem' : 'note', `${operation}: ${access}${detail ? ` (${detail})` : ''}`];
}

function checklistText({ id, parts, affected }: ChecklistHealth): [Health, string] {
  const all = counted(parts, 'check and section', 'checks and sections');
  if (affected.length === 0) return ['ok', `${id}: all ${all}`];
  const short = affected.map((one) => one.replace(`${id}#`, '#'));
  return ['problem', `${id}: ${parts - affected.length} of ${all}; not wholly: ${short.join(', ')}`];
}
