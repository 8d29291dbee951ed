import type { RespondPorts } from '../../api/respond-ports.ts';
import { renderPostMortem } from '../../report/incident/post-mortem.ts';
import { pageOf } from '../../respond/incidents/view.ts';
import type { RespondSources, RespondingHere } from './compose.ts';
import { intakesOf } from './intakes.ts';
import { oncallPorts } from './oncall-ports.ts';
import { boundedFetch } from './ports.ts';
import { slackPorts } from './slack-ports.ts';

/** What the HTTP API needs in order to respond to incidents, with what does so by itself here. */
export function respondPorts(responding: RespondingHere, sources: RespondSources): RespondPorts {
  const { db, now, config, environment } = sources;
  const { responder, delivery } = responding;
  const { settings } = responder;
  return {
    responder,
    delivery,
    takeLateness: () => responding.takeLateness(),
    intakes: intakesOf(config, environment),
    slack: slackPorts({ settings, delivery, environment, fetch: boundedFetch }),
    oncall: oncallPorts({ config, db, now }),
    postMortem: async (number) => renderPostMortem(await pageOf(responder, number)),
    fetch: boundedFetch,
  };
}
