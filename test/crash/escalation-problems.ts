import { LEASE_MS, type EscalationScenario } from './escalation-scenarios.ts';
import type { Heard } from './escalation-outside.ts';
import { isPage, type Story } from './escalation-story.ts';

/** Between the claim of a page and the beginning of its sending; whoever takes up what another left comes later. */
const UNDER_WAY_MS = LEASE_MS / 4;
/** What a crash may add or leave out: a time that passed meanwhile, an attempt nobody came back from. */
const BY_CHANCE = new Set(['passed', 'held', 'hold-ended', 'delivered', 'delivery-delayed']);

/** What an operator would complain about. */
export function problemsOf(story: Story, scenario: EscalationScenario, undisturbed: Story | undefined): string[] {
  return [
    ...ofReach(story, scenario),
    ...ofRepeats(story),
    ...ofPagerDuty(story),
    ...ofQuiet(story),
    ...ofFollowUps(story),
    ...ofTimeline(story, scenario, undisturbed),
  ];
}

function ofReach({ heard, incidents, notifications }: Story, { reached }: EscalationScenario): string[] {
  const open = notifications.filter(({ status }) => status === 'waiting' || status === 'sending');
  return [
    ...(incidents.length === 1 ? [] : [`${incidents.length} incidents`]),
    ...(incidents[0]?.acknowledgedAt ? [] : ['nobody has acknowledged']),
    ...reached
      .filter(([person, where]) => !heard.some((one) => isPage(one, person, where)))
      .map(([person, where]) => `${person} was not reached by ${where}`),
    ...open.map(({ key, status }) => `${key} is ${status} for ever`),
  ];
}

/** One step pages a person by one key; Slack shows it once; a webhook and a mail can be told apart by their id. */
function ofRepeats({ heard }: Story): string[] {
  const steps = new Map<string, Set<string>>();
  const ids = new Map<string, Set<string>>();
  for (const { place, kind, key, id } of heard) {
    const [, , , , level = '', whom = ''] = key.split('/');
    if (kind === 'page' && place !== 'duty') add(steps, `${place}: level ${level} of ${whom}`, key);
    if (place !== 'duty') add(ids, `${place}: ${key}`, id);
  }
  const inChat = heard.filter(({ place }) => place === 'chat').map(({ id }) => id);
  return [
    ...[...steps]
      .filter(([, keys]) => keys.size > 1)
      .map(([step, keys]) => `${step} was paged as ${[...keys].join(' and ')}`),
    ...[...ids].filter(([, all]) => all.size > 1).map(([key]) => `${key} came with two ids`),
    ...inChat.filter((id, index) => inChat.indexOf(id) !== index).map((id) => `${id} stands in Slack twice`),
  ];
}

/** As PagerDuty does: triggers of a key that is open are one alert. */
function ofPagerDuty({ heard, incidents, notifications }: Story): string[] {
  const events = heard.filter(({ place }) => place === 'duty');
  if (!notifications.some(({ key }) => key.includes('/#duty/'))) return [];
  const kinds = events.map(({ kind }) => kind);
  const keys = new Set(events.map(({ id }) => id));
  return [
    ...(keys.size === 1 && keys.has(`opsbook/incident/${incidents[0]?.number}`)
      ? []
      : [`alerts ${[...keys].join(', ')}`]),
    ...(kinds.at(-1) === 'acknowledge' ? [] : [`PagerDuty ends with ${kinds.at(-1)}`]),
    ...(kinds.indexOf('acknowledge') > kinds.lastIndexOf('trigger')
      ? []
      : ['PagerDuty is triggered after it was acknowledged']),
  ];
}

function ofQuiet({ sends, incidents, heldUntil }: Story): string[] {
  const quietFrom = incidents[0]?.acknowledgedAt?.getTime() ?? Number.POSITIVE_INFINITY;
  const pages = sends.filter(({ kind }) => kind === 'page');
  const late = pages.filter(({ at }) => at > quietFrom + UNDER_WAY_MS);
  const early = pages.filter(({ at }) => heldUntil !== null && at < heldUntil.getTime());
  return [
    ...late.map(({ key, at }) => `${key} is sent ${at - quietFrom} ms after the acknowledgement`),
    ...early.map(({ key }) => `${key} is sent during maintenance`),
  ];
}

/** Where a page arrived, it is told that somebody has it. */
function ofFollowUps({ heard }: Story): string[] {
  const taken = heard.filter(({ refused }) => !refused);
  const places = (kinds: readonly string[]) => new Set(taken.filter(({ kind }) => kinds.includes(kind)).map(placeOf));
  const followed = places(['acknowledged', 'acknowledge']);
  return [...places(['page', 'trigger'])]
    .filter((place) => !followed.has(place))
    .map((place) => `${place} does not hear who has it`);
}

function placeOf({ place }: Heard): string {
  return place;
}

function ofTimeline({ timeline }: Story, { begins }: EscalationScenario, undisturbed: Story | undefined): string[] {
  const lines = timeline.map(({ kind, text }) => `${kind}: ${text}`);
  // Of two that open it, the one that died may have come no further.
  const byChance = new Set([...BY_CHANCE, ...(begins === 'opened by two' ? ['occurrence'] : [])]);
  const kinds = kindsOf(timeline, byChance);
  const wanted = kindsOf(undisturbed?.timeline ?? timeline, byChance);
  return [
    ...lines.filter((line, index) => lines.indexOf(line) !== index).map((line) => `the timeline says twice: ${line}`),
    ...(kinds === wanted ? [] : [`the timeline has ${kinds}; undisturbed, ${wanted}`]),
  ];
}

function kindsOf(timeline: Story['timeline'], without: ReadonlySet<string>): string {
  return timeline
    .map(({ kind }) => kind)
    .filter((kind) => !without.has(kind))
    .toSorted()
    .join(' ');
}

function add(map: Map<string, Set<string>>, key: string, value: string): void {
  map.set(key, (map.get(key) ?? new Set()).add(value));
}
