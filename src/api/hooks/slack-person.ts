import type { Actor } from '../../engine/conduct/workplace.ts';
import { hasRole } from '../../engine/desk/require-role.ts';
import type { Role } from '../../model/execution.ts';
import type { SlackAct } from '../../respond/slack/acts.ts';
import { findPerson, hasPeople } from '../../store/people.ts';
import type { ApiPorts } from '../ports.ts';

/** Somebody who may, or why they may not, in words for them. */
export type Judged = { readonly actor: Actor } | { readonly refusal: string };

/** Saying yes or no to an execution is bound to who is registered; incidents, at night, to who is in the configuration. */
function roleFor({ act }: SlackAct): Role {
  return act.kind === 'approve' || act.kind === 'reject' ? 'approver' : act.kind === 'list' ? 'viewer' : 'operator';
}

/**
 * Whether a member of a Slack workspace may do that: a person of the configuration, and, once people are registered, one of
 * these with the role for it.
 */
export async function judge(
  { desk, slack }: Pick<ApiPorts, 'desk' | 'slack'>,
  channel: string,
  act: SlackAct,
): Promise<Judged> {
  const id = await slack.personOf(channel, act.user.id);
  if (id === undefined) {
    return {
      refusal:
        'Opsbook does not know you. Those may do this whom its configuration has among its people, with their Slack member ' +
        `id (people.<you>.slack: ${act.user.id}) or the e-mail address that Slack has of them.`,
    };
  }
  const wanted = roleFor(act);
  if (!(await hasPeople(desk.db))) {
    if (wanted !== 'approver') return { actor: { id, name: id, roles: ['operator'], via: 'slack' } };
    return { refusal: 'Who agrees to executions has to be registered as approver, and nobody is: opsbook people add.' };
  }
  const person = await findPerson(desk.db, id);
  if (!person || person.disabledAt !== null) {
    return { refusal: `${id} is not registered with Opsbook: an admin can add you (opsbook people add ${id}).` };
  }
  if (!hasRole(person.roles, wanted)) {
    const has = person.roles.length > 0 ? person.roles.join(', ') : 'no role';
    return { refusal: `That takes the role ${wanted}, and ${id} has ${has}: an admin can change it.` };
  }
  return { actor: { id, name: person.name, roles: person.roles, via: 'slack' } };
}
