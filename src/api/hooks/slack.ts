import { z } from '@hono/zod-openapi';
import type { SlackAct } from '../../respond/slack/acts.ts';
import { escapeMrkdwn } from '../../respond/slack/blocks.ts';
import { receiveSlack } from '../../respond/slack/receive.ts';
import type { ApiPorts } from '../ports.ts';
import { Problem } from '../problem.ts';
import { createRouter, type Router } from '../router.ts';
import { json, PROBLEMS } from '../schemas/answers.ts';
import type { Proving } from './proving.ts';
import { doAct } from './slack-acts.ts';

/** Slack waits for 3 s: https://docs.slack.dev/interactivity/handling-user-interaction#acknowledgment_response */
const ANSWER_WITHIN_MS = 2500;

const hook = {
  method: 'post',
  summary:
    "Where Slack sends events, buttons and commands of a channel of the configuration, signed with the app's secret",
  request: { params: z.object({ channel: z.string().min(1).max(100) }) },
  responses: {
    200: json(z.union([z.object({ challenge: z.string() }), z.object({ text: z.string() })]), 'Taken; often empty.'),
    ...PROBLEMS,
  },
} as const;

/** What people do in Slack, as far as they may. What is said to them goes to where Slack wants it, and only they see it. */
export function slackHook(ports: ApiPorts, proving: Proving): Router {
  const { desk, slack, report } = ports;
  const router = createRouter();
  router.openAPIRegistry.registerPath({ ...hook, path: '/hooks/slack/{channel}' });
  router.post('/hooks/slack/:channel', async (context) => {
    const channel = context.req.param('channel');
    const path = `/hooks/slack/${channel}`;
    const settings = await proving.setUp(path, () => slack.settingsOf(channel));
    if (!settings) return proving.unknown(context);
    const inbound = await proving.prove(context, path, (request) => receiveSlack(request, { settings, now: desk.now }));
    if (inbound.kind === 'challenge') return context.json({ challenge: inbound.challenge });
    if (inbound.answer) return context.json(inbound.answer);
    const { acts } = inbound;
    const told = doAll(channel, acts);
    void told.then((words) => tell(acts, words).catch(reportLater)).catch(() => undefined);
    const isInTime = await within(ANSWER_WITHIN_MS, told);
    if (!isInTime) told.catch(reportLater);
    // What nobody can be told of, Slack sends again; then it changes nothing that was changed.
    if (!isInTime && acts.some(({ responseUrl }) => responseUrl === null)) {
      throw new Problem(503, 'it takes longer than Slack waits: send it again');
    }
    return context.body(null, 200);
  });
  return router;

  async function doAll(channel: string, acts: readonly SlackAct[]): Promise<(string | null)[]> {
    const words: (string | null)[] = [];
    for (const act of acts) words.push(await doAct(ports, channel, act));
    return words;
  }

  async function tell(acts: readonly SlackAct[], words: readonly (string | null)[]): Promise<void> {
    for (const [index, { responseUrl }] of acts.entries()) {
      const text = words[index] ?? null;
      if (responseUrl === null || text === null) continue;
      await slack.answer(responseUrl, { response_type: 'ephemeral', text: escapeMrkdwn(text) });
    }
  }

  function reportLater(error: unknown): void {
    report('slack', error);
  }
}

/** Whether it is done in time. @throws what the work throws, in time */
async function within(ms: number, work: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  try {
    return await Promise.race([work.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}
