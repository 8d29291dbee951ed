import type { ContactFact } from '../../model/oncall/hand-off-facts.ts';
import type { EscalationPolicy, PageTarget } from '../../model/incident/policy.ts';
import type { Responder, Roster } from '../responder.ts';

/** Who is reached by the levels of the policies that tell this schedule; of all policies, where none does. */
export async function contactsOf(responder: Responder, schedule: string, at: number): Promise<ContactFact[]> {
  const { settings } = responder;
  const all = [...settings.policies.values()];
  const own = all.filter((policy) => tells(policy, schedule));
  const roster = await responder.roster();
  return (own.length > 0 ? own : all).flatMap(({ name, levels }) =>
    levels.flatMap(({ level, notify, onBusinessImpact }) =>
      notify
        .flatMap((target) => reached(target, { roster, at, people: settings.people }))
        .map(({ whom, ways }) => ({ policy: name, level, whom, ways, onBusinessImpact })),
    ),
  );
}

function tells({ levels }: EscalationPolicy, schedule: string): boolean {
  return levels.some(({ notify }) => notify.some((target) => 'schedule' in target && target.schedule === schedule));
}

interface Asked {
  readonly roster: Roster;
  readonly at: number;
  readonly people: Responder['settings']['people'];
}

function reached(target: PageTarget, { roster, at, people }: Asked): Pick<ContactFact, 'whom' | 'ways'>[] {
  if ('channel' in target) {
    return [{ whom: `channel ${target.channel}`, ways: target.to === undefined ? [] : [target.to] }];
  }
  if ('person' in target) return [personFact(target.person, people)];
  const { schedule, rotation } = target;
  const place = rotation === undefined ? schedule : `${schedule}, ${rotation}`;
  const onCall = roster.onCall(target, at);
  if (onCall.length === 0) return [{ whom: `nobody is on call (${place})`, ways: [] }];
  return onCall.map((id) => {
    const { whom, ways } = personFact(id, people);
    return { whom: `${whom}, on call (${place})`, ways };
  });
}

function personFact(id: string, people: Asked['people']): Pick<ContactFact, 'whom' | 'ways'> {
  const person = people.get(id);
  if (!person) return { whom: id, ways: [] };
  const { name, phone, slack, teams, email } = person;
  return { whom: name === id ? id : `${name} (${id})`, ways: [phone, slack, teams, email].flatMap((way) => way ?? []) };
}
