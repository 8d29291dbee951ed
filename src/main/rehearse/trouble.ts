import type { Plan, Step, WatchStep } from '../../model/plan.ts';

/** How one step goes wrong, in words and for the stage. */
export interface Trouble {
  readonly step: Step;
  readonly words: string;
  readonly kind: 'refused' | 'never' | 'breached' | 'taken-back' | 'rejected' | 'terraform' | 'probe';
}

/** What can go wrong at a step; undefined for what never fails an execution. */
export function troubleAt(step: Step): Trouble | undefined {
  switch (step.kind) {
    case 'change':
      return { step, kind: 'refused', words: `AWS refuses ${step.call.service}:${step.call.operation}` };
    case 'wait':
      return step.condition
        ? { step, kind: 'never', words: `not after ${step.within}: ${step.condition.says}` }
        : { step, kind: 'taken-back', words: 'a person takes it back here' };
    case 'watch':
      return { step, kind: 'breached', words: `no longer so: ${step.guards[0]?.says ?? ''}` };
    case 'approve':
      return { step, kind: 'rejected', words: 'an approver says no' };
    case 'terraform':
      return { step, kind: 'terraform', words: `terraform ${step.action} fails` };
    case 'probe':
      return { step, kind: 'probe', words: `not after ${step.within}: what is asked answers as it should` };
    case 'notify':
      return undefined;
  }
}

/** The plan with conditions of one step that see the trouble; everything else of it is as it was. */
export function planWith(plan: Plan, trouble: Trouble | undefined): Plan {
  if (!trouble) return plan;
  return { ...plan, steps: plan.steps.map((step) => (step.key === trouble.step.key ? troubled(step) : step)) };
}

function troubled(step: Step): Step {
  if (step.kind === 'wait' && step.condition) {
    return { ...step, condition: { ...step.condition, met: '`false`', failed: [], unsure: [] } };
  }
  return step.kind === 'watch' ? breached(step) : step;
}

function breached(step: WatchStep): WatchStep {
  const [first, ...others] = step.guards;
  if (!first) return step;
  const failed = [{ when: '`true`', because: "'as rehearsed'" }];
  return { ...step, guards: [{ ...first, failed, unsure: [], reads: [] }, ...others] };
}
