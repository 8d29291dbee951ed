/** Log events that say the same but for their numbers, ids and quoted words. */
export interface SimilarEvents {
  /** What they have in common; what differs stands as `<number>`, `<id>`, `<text>`, … */
  readonly template: string;
  readonly count: number;
  readonly first: Date;
  readonly last: Date;
  /** The newest message, cut to a line that fits a report. */
  readonly sample: string;
}

export interface LoggedEvent {
  readonly at: Date;
  readonly message: string;
}

const LONGEST_TEMPLATE = 160;
const LONGEST_SAMPLE = 500;

/** Replaced in this order: what is most telling first, so that an id is not taken for a row of numbers. */
const MASKS: readonly (readonly [RegExp, string])[] = [
  [/\b[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}\b/gi, '<uuid>'],
  [/\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?\b/g, '<time>'],
  [/\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?\b/g, '<address>'],
  [/\b[\w.+-]+@[\w-]+\.[\w.]+\b/g, '<email>'],
  [/"[^"]*"|'[^']*'|`[^`]*`/g, '<text>'],
  [/\b(?:0x)?(?=[\da-f]*\d)(?=[\da-f]*[a-f])[\da-f]{6,}\b/gi, '<id>'],
  [/\b(?=\w*\d)(?=\w*[A-Za-z])\w{10,}\b/g, '<id>'],
  [/\d+(?:[.,]\d+)*/g, '<number>'],
];

/** Groups events by what is left when the particulars are masked; the largest group first. */
export function similarEvents(events: readonly LoggedEvent[]): SimilarEvents[] {
  const groups = new Map<string, LoggedEvent[]>();
  for (const event of events) {
    const template = templateOf(event.message);
    const group = groups.get(template);
    if (group) group.push(event);
    else groups.set(template, [event]);
  }
  return [...groups].map(([template, members]) => summarized(template, members)).toSorted(mostFirst);
}

/** The first line of a message without its particulars; of a JSON event, the member that holds the message. */
export function templateOf(message: string): string {
  const line = (messageOfJson(message) ?? message).split('\n', 1)[0] ?? '';
  const masked = MASKS.reduce((text, [pattern, mask]) => text.replace(pattern, mask), line);
  return cut(masked.replace(/\s+/g, ' ').trim(), LONGEST_TEMPLATE);
}

function messageOfJson(message: string): string | undefined {
  const event = parsedObject(message);
  if (!event) return undefined;
  for (const name of ['message', 'msg', 'error', 'err', 'exception']) {
    const value: unknown = Reflect.get(event, name);
    if (typeof value === 'string' && value !== '') return value;
    if (typeof value === 'object' && value !== null) {
      const inner: unknown = Reflect.get(value, 'message');
      if (typeof inner === 'string') return inner;
    }
  }
  return undefined;
}

/** The `level` member of a message that is a JSON object, in small letters. */
export function levelOfJson(message: string): string | undefined {
  const event = parsedObject(message);
  const level: unknown = event && Reflect.get(event, 'level');
  return typeof level === 'string' ? level.toLowerCase() : undefined;
}

function parsedObject(message: string): object | undefined {
  if (!message.trimStart().startsWith('{')) return undefined;
  try {
    const value: unknown = JSON.parse(message);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function summarized(template: string, members: readonly LoggedEvent[]): SimilarEvents {
  const times = members.map(({ at }) => at.getTime());
  const first = times.reduce((a, b) => Math.min(a, b));
  const last = times.reduce((a, b) => Math.max(a, b));
  const newest = members.find(({ at }) => at.getTime() === last);
  return {
    template,
    count: members.length,
    first: new Date(first),
    last: new Date(last),
    sample: cut((newest?.message ?? '').trim(), LONGEST_SAMPLE),
  };
}

function mostFirst(a: SimilarEvents, b: SimilarEvents): number {
  return b.count - a.count || (a.template < b.template ? -1 : 1);
}

function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}
