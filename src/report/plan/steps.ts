import { formatDuration } from '../../model/duration.ts';
import type { Step, Undo } from '../../model/plan.ts';
import { differences, textOf } from '../../model/plan-diff.ts';

const FEW = 4;

/** What is said of every change of a longer plan alike: once is enough. */
export function factsInCommon(steps: readonly Step[]): string[] {
  const [first, ...others] = steps.filter(({ kind }) => kind === 'change').map(stepFacts);
  if (!first || others.length < FEW) return [];
  return first.filter((fact) => others.every((facts) => facts.includes(fact)));
}

/** What a step does, in lines of plain text: the call, what changes by it, what it waits for, how it is undone. */
export function stepFacts(step: Step): string[] {
  return [...whatItDoes(step), ...effects(step), ...(step.undo ? [undoText(step.undo)] : [])];
}

function whatItDoes(step: Step): string[] {
  switch (step.kind) {
    case 'change': {
      const { service, operation, region } = step.call;
      const required = step.require.map(({ says }) => `only if ${says}`);
      return [`calls ${service}:${operation}${region === undefined ? '' : ` in ${region}`}`, ...required];
    }
    case 'terraform':
      return [`terraform ${step.action} in ${step.directory}, by a saved plan`];
    case 'wait':
      if (!step.condition) return [`for ${step.within}${step.releasesLocks ? '; others may change it meanwhile' : ''}`];
      return [
        // Mostly it is what the title says.
        `${step.condition.says === step.title ? 'looks' : `until ${step.condition.says};`} every ${step.every}, gives up after ${step.within}`,
      ];
    case 'watch':
      return [`for ${step.for}, every ${step.every}`, ...step.guards.map(({ says }) => `as long as ${says}`)];
    case 'approve':
      return [
        `by ${step.quorum === 1 ? 'one person' : `${step.quorum} people`} within ${step.expires}, else it is ${step.onExpiry === 'undo' ? 'undone' : 'cancelled'}`,
        ...(step.guards ? ['watched meanwhile as in the step before: a breach waits for nobody'] : []),
      ];
    case 'probe':
      return [`${probeText(step.probe)}; every ${step.every}, gives up after ${step.within}`];
    case 'notify':
      return [`tells ${step.channel ?? 'the default channel'}: ${step.message}`];
  }
}

function probeText(probe: Extract<Step, { kind: 'probe' }>['probe']): string {
  switch (probe.type) {
    case 'http':
      return `asks ${textOf(probe.url) ?? ''} and expects ${probe.status}`;
    case 'sql':
      return `asks the database: ${probe.query}`;
    case 'checklist':
      return `runs ${probe.checklist}`;
  }
}

function effects(step: Step): string[] {
  return differences(step.before, step.after).map(({ path, before, after }) => {
    const name = path === '' ? '' : `${path}: `;
    if (before === null) return `${name}${after ?? ''}`;
    return `${name}${before} → ${after ?? 'gone'}`;
  });
}

function undoText(undo: Undo): string {
  if ('impossible' in undo) return `cannot be undone: ${undo.impossible}`;
  return 'terraform' in undo ? 'undo: terraform destroy' : `undo: ${undo.service}:${undo.operation}`;
}

/** How long it usually takes, where that is worth a word. */
export function timeOf({ expectedSeconds }: Step): string {
  return expectedSeconds < 5 ? '' : `about ${formatDuration(expectedSeconds * 1000)}`;
}
