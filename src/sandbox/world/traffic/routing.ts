import type { Elbv2State, Routing } from '../newcomer/elbv2.ts';
import type { RegionState } from '../state.ts';
import { superviseGroups } from './health-checks.ts';

/** A change of listeners or rules that is there at once. */
export function reroute(region: RegionState, change: (state: Elbv2State) => void): void {
  change(region.elbv2);
  superviseGroups(region);
}

/** A change that gets around as fast as the knob allows: until then it is answered, and not seen. */
export function rerouteLater(region: RegionState, change: (state: Elbv2State) => void): void {
  const state = region.elbv2;
  const { lagMs } = state.knobs;
  if (lagMs > 0) {
    const { listeners, rules } = state;
    const before: Routing = {
      until: state.clock.now().getTime() + lagMs,
      listeners: [...listeners],
      rules: [...rules],
    };
    state.earlier.push(before);
    state.clock.after(lagMs, () => superviseGroups(region));
  }
  reroute(region, change);
}
