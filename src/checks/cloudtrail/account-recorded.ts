import { wholeAccount } from '../../aws/account.ts';
import {
  type AccountTrail,
  fromHomeRegion,
  getEventSelectors,
  getTrailStatus,
  TRAILS_CALLS,
  trailsOfAccount,
} from '../../aws/cloudtrail.ts';
import type { Aws } from '../../aws/execution.ts';
import { managementEvents } from '../../aws/management-events.ts';
import { settled } from '../../aws/read.ts';
import { fail, pass } from '../../model/finding.ts';
import { defineCheck } from '../define.ts';

export const accountRecorded = defineCheck({
  id: 'cloudtrail-account-recorded',
  title: 'Account is recorded in every region',
  severity: 'critical',
  why: 'What no trail records cannot be looked into afterwards; the event history forgets after 90 days.',
  remediation:
    'Create a multi-region trail that keeps all management events, reads and writes, best for the whole organization.',
  scope: 'account',
  calls: [...TRAILS_CALLS, 'cloudtrail:GetTrailStatus', 'cloudtrail:GetEventSelectors'],
  async *evaluate({ aws }) {
    const account = wholeAccount(aws);
    const trails = await trailsOfAccount(aws);
    const looks = await Promise.all(trails.map((trail) => settled(lookAt(aws, trail))));
    const seen = looks.flatMap((look) => (look.ok ? [look.value] : []));
    const whole = seen.find(({ lack }) => lack === null);
    const evidence = { trails: seen.map((one) => ({ ...one })) };
    if (whole) {
      const without = whole.without.length > 0 ? `, but for those of ${whole.without.join(', ')}` : '';
      yield pass(account, `${whole.trail} records the management events of every region${without}.`, evidence);
      return;
    }
    // A trail that could not be looked at may be the one that records everything.
    for (const look of looks) if (!look.ok) throw look.fault;
    const lacks = seen.map(({ trail, lack }) => `${trail} ${lack}`).join('; ');
    yield fail(
      account,
      lacks === '' ? 'The account has no trail.' : `No trail records the account: ${lacks}.`,
      evidence,
    );
  },
});

interface Look {
  readonly trail: string;
  /** What keeps the trail from recording the account, or null. */
  readonly lack: string | null;
  readonly without: readonly string[];
}

async function lookAt(aws: Aws, trail: AccountTrail): Promise<Look> {
  if (trail.unread) throw trail.unread;
  const { Name = '', TrailARN = '', HomeRegion = aws.region, IsMultiRegionTrail } = trail;
  const found = (lack: string | null, without: readonly string[] = []): Look => ({ trail: Name, lack, without });
  if (IsMultiRegionTrail !== true) return found(`records ${HomeRegion} only`);
  const home = fromHomeRegion(aws, trail);
  const { IsLogging } = await getTrailStatus(home, { Name: TrailARN });
  if (IsLogging !== true) return found('is not logging');
  // Without selectors of its own a trail keeps all management events.
  if (trail.HasCustomEventSelectors === false) return found(null);
  const { EventSelectors, AdvancedEventSelectors } = await getEventSelectors(home, { TrailName: TrailARN });
  const { reads, writes, without } = managementEvents(EventSelectors, AdvancedEventSelectors);
  if (reads && writes) return found(null, without);
  return found(reads ? 'keeps reads only' : writes ? 'keeps writes only' : 'does not keep all management events');
}
