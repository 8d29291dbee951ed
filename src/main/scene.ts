import type { Execution } from '../aws/execution.ts';
import type { Service } from '../aws/service.ts';
import type { Target } from '../checklists/run.ts';
import type { World } from '../sandbox/world/world.ts';
import { realClock } from './clock.ts';
import type { Config } from './config/schema.ts';
import { quietSdk } from './process.ts';
import type { TargetChoice } from './targets.ts';

/** Where something is run: the places, and the time there. */
export interface Scene {
  readonly targets: readonly Target[];
  readonly clock: () => Date;
  /** The embedded sandbox, where that is the place. */
  readonly world?: World;
}

export interface SceneRequest extends TargetChoice {
  readonly sandbox: boolean;
}

export interface SceneSources {
  readonly config: Config;
  readonly execution: Execution;
  /** What AWS will be asked with: loaded while it says who we are. */
  readonly services: Iterable<Service>;
}

/** @throws UsageError before anything is asked of AWS */
export async function openScene(request: SceneRequest, sources: SceneSources): Promise<Scene> {
  const { config, execution, services } = sources;
  if (request.sandbox) {
    const { sandboxScene } = await import('./sandbox.ts');
    return sandboxScene(request, execution);
  }
  quietSdk();
  const [{ resolveTargets }, { preload }] = await Promise.all([
    import('./targets.ts'),
    import('../aws/sdk/modules.ts'),
  ]);
  const resolved = resolveTargets(request, { config, execution, now: Date.now });
  void preload(services);
  return { targets: await resolved, clock: realClock };
}
