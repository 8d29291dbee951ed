import { describeAlarms } from '../../aws/cloudwatch.ts';
import type { AlarmAddress } from '../../model/incident/signal.ts';
import type { AlarmState } from '../../respond/responder.ts';
import { alarmName, type ReadAlarms } from '../../respond/signals/work.ts';
import type { Accounts } from './accounts.ts';
import { within } from '../../respond/within.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html: AlarmNames */
const MOST_NAMES = 100;
/** Whoever waits for a page does not wait longer for CloudWatch. */
const DEADLINE_MS = 4000;

/** Reads alarms again, those of one place in one call; of a place that does not answer, none is told. */
export function alarmReader(accounts: Accounts, tell: (line: string) => void): ReadAlarms {
  return async (alarms) => {
    const places = new Map<string, AlarmAddress[]>();
    for (const alarm of alarms) {
      const place = `${alarm.account}/${alarm.region}`;
      places.set(place, [...(places.get(place) ?? []), alarm]);
    }
    const states = new Map<string, AlarmState>();
    await Promise.all(
      [...places].map(async ([place, there]) => {
        try {
          for (const [name, state] of await within(readPlace(accounts, there), DEADLINE_MS, tooLate))
            states.set(name, state);
        } catch (error) {
          const reason = error instanceof Error ? error.message : String(error);
          tell(`alarms of ${place} could not be read again, and are believed as they came: ${reason}`);
        }
      }),
    );
    return states;
  };
}

async function readPlace(accounts: Accounts, alarms: readonly AlarmAddress[]): Promise<Map<string, AlarmState>> {
  const [first] = alarms;
  if (!first) return new Map();
  const { account, region } = first;
  const aws = await accounts.open(account, region);
  const names = [...new Set(alarms.map(({ name }) => name))];
  const states = new Map<string, AlarmState>(names.map((name) => [alarmName({ account, region, name }), 'gone']));
  for (let begin = 0; begin < names.length; begin += MOST_NAMES) {
    const found = await describeAlarms(aws.within(DEADLINE_MS), { AlarmNames: names.slice(begin, begin + MOST_NAMES) });
    for (const { AlarmName = '', StateValue } of found) {
      const key = alarmName({ account, region, name: AlarmName });
      if (StateValue) states.set(key, StateValue);
    }
  }
  return states;
}

function tooLate(): Error {
  return new Error(`no answer within ${DEADLINE_MS / 1000} s`);
}
