import type { SandboxContext } from '../handlers.ts';
import type { PublicEvent } from '../world/newcomer/health.ts';

/** AWS's public event feed: no AWS API, but asked through the same door. Over the wire it is the list alone, in UTF-16. */
export const feed = {
  PublicEvents: (_input: object, context: SandboxContext): { events: readonly PublicEvent[] } => ({
    events: publicEvents(context),
  }),
};

/** What `GET /public/currentevents` answers. */
function publicEvents({ account }: Pick<SandboxContext, 'account'>): readonly PublicEvent[] {
  return account.health.publicEvents;
}
