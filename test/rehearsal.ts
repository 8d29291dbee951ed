import type { Transport } from '../src/aws/transport.ts';
import { type OperationName, operationName } from '../src/aws/service.ts';
import { planAt, type Place, timingOf } from '../src/main/plan.ts';
import { recordAnswers } from '../src/main/rehearse/record-answers.ts';
import { rehearse, type Rehearsing } from '../src/main/rehearse/rehearse.ts';
import type { Plan } from '../src/model/plan.ts';
import type { Rehearsal } from '../src/model/rehearsal.ts';
import type { RunbookSettings } from '../src/model/runbook-settings.ts';
import type { Runbook } from '../src/runbooks/define.ts';
import { createSandbox, SANDBOX_ACCOUNT, SANDBOX_REGION } from '../src/sandbox/create.ts';
import { inProcessTransport } from '../src/sandbox/in-process.ts';
import type { World } from '../src/sandbox/world/world.ts';

export interface RehearsalOptions extends Partial<Pick<Rehearsing, 'version'>> {
  readonly world?: World;
  readonly settings?: RunbookSettings;
  /** Between the recorder and the account: to fail, to answer otherwise. */
  readonly wrap?: (transport: Transport) => Transport;
  /** What is rehearsed in the place of what was planned. */
  readonly change?: (plan: Plan) => Plan;
  /** After planning, before it is rehearsed. */
  readonly meanwhile?: (recordings: ReturnType<typeof recordAnswers>['recordings']) => void;
}

export interface RehearsedHere {
  readonly plan: Plan;
  readonly rehearsal: Rehearsal;
  /** Every request to the account that it was planned for, in order. */
  readonly sent: readonly OperationName[];
  readonly world: World;
}

/** Plans for an account, the newcomer's unless told otherwise, and rehearses the plan. */
export async function rehearseHere(
  runbook: Runbook,
  parameters: Readonly<Record<string, string>>,
  options: RehearsalOptions = {},
): Promise<RehearsedHere> {
  const { world = createSandbox(), settings = { environments: [] }, wrap = (own: Transport) => own } = options;
  const sent: OperationName[] = [];
  const inProcess = wrap(inProcessTransport(world, SANDBOX_ACCOUNT));
  const transport: Transport = {
    send(call, onRequest) {
      sent.push(operationName(call));
      return inProcess.send(call, onRequest);
    },
  };
  const recorder = recordAnswers({ id: SANDBOX_ACCOUNT, partition: 'aws', transport });
  const clock = () => world.clock.now();
  const place: Place = { account: recorder.account, region: SANDBOX_REGION, clock, timing: timingOf(world), world };
  const planAgain = (stage: Place) => planAt(stage, { runbook, parameters, settings });
  const made = await planAgain(place);
  const plan = options.change ? options.change(made) : made;
  options.meanwhile?.(recorder.recordings);
  const { version } = options;
  const rehearsal = await rehearse({ plan, place, recorder, planAgain, ...(version !== undefined && { version }) });
  return { plan, rehearsal, sent, world };
}
