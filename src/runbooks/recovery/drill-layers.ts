import type { Json } from '../../model/json.ts';
import type { DrillLayer } from '../../model/recovery-settings.ts';
import type { PlanBuilder, StepHandle } from '../define.ts';
import { type DrillSources, filledIn } from './drill-text.ts';

/** A Terraform layer that is the drill's own: its state is empty before, and again afterwards. */
export function applyLayerSteps(
  plan: PlanBuilder,
  key: 'network' | 'compute',
  { directory, variables: given }: DrillLayer,
  sources?: DrillSources,
): StepHandle {
  const variables: Record<string, Json> = sources
    ? Object.fromEntries(Object.entries(given).map(([name, value]) => [name, filledIn(value, sources)]))
    : { ...given };
  plan.lock(`terraform/${directory}`);
  return plan.terraform(key, {
    title: key === 'network' ? 'Bring the drill’s network about' : 'Deploy the application',
    action: 'apply',
    directory,
    variables,
    mustBeNew: true,
    before: null,
    after: { terraform: directory },
    undo: { terraform: 'destroy', directory, variables },
    takes: '8m',
  });
}
