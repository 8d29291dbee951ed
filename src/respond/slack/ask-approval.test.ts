import { expect, test } from 'vitest';
import { failureOf } from '../../../test/respond/channel-scene.ts';
import { SLACK_NOW, slackUse } from '../../../test/respond/slack-scene.ts';
import { startSlack } from '../../../test/respond/slack-server.ts';
import { addChannel } from '../../../test/respond/slack-workspace.ts';
import { askApproval } from './ask-approval.ts';

test('asks once for a plan, and anew for one that was made anew', async () => {
  const server = await startSlack({ now: () => SLACK_NOW });
  const { id: place } = addChannel(server.workspace, { name: 'approvals' });
  const plan = { execution: 'f3a1', title: 'Scale', environment: 'production', requestedBy: 'Alice', url: null };
  const first = { ...plan, planHash: 'sha256:01' };
  server.fail('chat.postMessage', { kind: 'drop', done: true });

  await failureOf(askApproval(slackUse(server), { place, approval: first, at: SLACK_NOW }));
  const again = slackUse(server, { again: true });
  const same = await askApproval(again, { place, approval: first, at: SLACK_NOW });
  const moved = await askApproval(again, { place, approval: { ...plan, planHash: 'sha256:02' }, at: SLACK_NOW });
  await server.close();

  expect([same.already, moved.already]).toEqual([true, false]);
  expect(server.workspace.messages).toHaveLength(2);
});
