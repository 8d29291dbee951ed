import type { Elbv2State, Routing } from '../newcomer/elbv2.ts';

/** Listeners and rules as they are shown and followed now, which may be as they were a moment ago. */
export function routingNow(state: Elbv2State): Pick<Routing, 'listeners' | 'rules'> {
  const now = state.clock.now().getTime();
  while (state.earlier[0] && state.earlier[0].until <= now) state.earlier.shift();
  return state.earlier[0] ?? state;
}
