import type { IncidentDesk } from '../../main/incidents/desk.ts';
import { readProcess } from '../../main/process.ts';
import { Refused, UsageError } from '../../model/errors.ts';
import { isOpen } from '../../model/incident/status.ts';
import type { IncidentPage, MitigationView } from '../../model/incident/view.ts';
import { standingLine } from '../../report/incident/afterwards.ts';
import { mitigationsText } from '../../report/incident/mitigations.ts';
import { EXIT } from '../exit.ts';
import { print } from '../out.ts';
import { endText } from '../outcome.ts';
import { parseParameters } from '../parameters.ts';
import { planAndCarryOut } from '../run-runbook.ts';
import type { RunOptions } from '../run.ts';
import { atDesk, jsonText, warn } from './desk.ts';

export interface MitigateOptions extends Omit<
  RunOptions,
  'failOn' | 'output' | 'sandbox' | 'store' | 'now' | 'outputFile'
> {
  readonly output: 'table' | 'json';
}

/**
 * `opsbook incident mitigate <incident> [what]`: what the first look offers; or one of it, or any runbook, planned, shown,
 * agreed to and carried out as `opsbook run` does, and told on the incident's timeline.
 */
export async function mitigateCommand(
  number: number,
  what: string | undefined,
  options: MitigateOptions,
): Promise<number> {
  return atDesk(options, async (desk) => {
    const page = await desk.show(number);
    if (what === undefined) {
      const { mitigations } = page;
      await print(
        options.output === 'json' ? jsonText(page) : mitigationsText(number, mitigations, readProcess().columns),
      );
      return EXIT.done;
    }
    if (!isOpen(page.incident.status)) {
      throw new Refused(`INC-${number} is ${page.incident.status}: opsbook run carries out what is for no incident`);
    }
    return carriedOutFor(number, chosen(page, what), { desk, options });
  });
}

interface Chosen {
  readonly runbook: string;
  /** What the first look knows of its parameters. */
  readonly parameters: Readonly<Record<string, string>>;
  /** `account/region` where it was seen. */
  readonly place?: string | undefined;
}

/** @throws UsageError for a number that stands for nothing */
function chosen({ mitigations }: IncidentPage, what: string): Chosen {
  if (/^\d+$/.test(what)) {
    const one = mitigations[Number(what) - 1];
    if (one) return one;
    const there = mitigations.length === 0 ? 'nothing is offered' : `1 to ${mitigations.length} are offered`;
    throw new UsageError(`mitigation ${what}: ${there}; a runbook can be named instead`);
  }
  const offered: readonly MitigationView[] = mitigations.filter(({ runbook }) => runbook === what);
  // Of one that is offered for several things, which is meant is said by its number, or by parameters.
  const [only, ...others] = offered;
  return only && others.length === 0 ? only : { runbook: what, parameters: {} };
}

/** Where it was seen, unless somebody says where: the same names may be in another region too. */
function whereOf(place: string | undefined, { target, region, profile }: MitigateOptions) {
  if (place === undefined || target.length > 0 || region.length > 0 || profile !== undefined) return {};
  return { target: [place], region: [place.slice(place.indexOf('/') + 1)] };
}

interface Conduct {
  readonly desk: IncidentDesk;
  readonly options: MitigateOptions;
}

async function carriedOutFor(
  number: number,
  { runbook, parameters, place }: Chosen,
  { desk, options }: Conduct,
): Promise<number> {
  const given = parseParameters(options.set);
  const set = Object.entries({ ...parameters, ...given }).map(([key, value]) => `${key}=${value}`);
  let attaching: Promise<void> | undefined;
  const { ended, code } = await planAndCarryOut(
    runbook,
    { ...options, ...whereOf(place, options), set, failOn: 'low' },
    (execution) => {
      // While it goes on: others see at once what is done about it.
      attaching = desk.attach(number, execution).catch((error: unknown) => {
        const why = error instanceof Error ? error.message : String(error);
        warn(`execution ${execution} is carried out, and is not on the timeline of INC-${number}: ${why}`);
      });
    },
  );
  await attaching;
  if (attaching) await desk.tellExecutions();
  const { incident } = await desk.show(number);
  if (options.output === 'json') {
    process.stderr.write(endText(ended, 'table'));
    await print(jsonText(incident));
  } else {
    await print(`\n${endText(ended, options.output)}${attaching ? standingLine(incident, new Date()) : ''}`);
  }
  return code;
}
