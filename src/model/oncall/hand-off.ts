import { z } from 'zod';

// A shift that is handed over, as it is told to people and programs. Instants are UTC. Texts are plain and may hold what
// others wrote: escape them for where they go.

const instant = z.iso.datetime();

/** By what an entry can be looked up. */
const source = z.object({
  kind: z.enum([
    'incident',
    'execution',
    'finding',
    'drill',
    'maintenance',
    'calendar',
    'suppression',
    'silence',
    'policy',
    'link',
  ]),
  /** An incident's number, an execution's or finding's id, a URL, a name of the configuration. */
  id: z.string(),
});
export type HandOffSource = z.infer<typeof source>;

const time = z.object({
  word: z.enum(['since', 'on', 'from', 'until']),
  at: instant,
  /** Of a time that lasts. */
  to: instant.nullable(),
});

const entry = z.object({ text: z.string(), time: time.nullable(), source });
export type HandOffEntry = z.infer<typeof entry>;

/** In the order of the checklist; what somebody noted stands before the contacts. */
export const HAND_OFF_SECTIONS = {
  ongoing: 'Ongoing issues',
  changes: 'Recent changes',
  maintenance: 'Upcoming maintenance',
  ending: 'Suppressions and silences that end',
  contacts: 'Contacts',
  links: 'Useful links',
} as const;
export type HandOffSectionId = keyof typeof HAND_OFF_SECTIONS;

const section = z.object({
  id: z.enum(['ongoing', 'changes', 'maintenance', 'ending', 'contacts', 'links']),
  title: z.string(),
  entries: z.array(entry),
  /** So many are left out. */
  more: z.number(),
  /** What nobody knows here, in sentences: what was not looked at is not nothing. */
  unknown: z.array(z.string()),
});
export type HandOffSection = z.infer<typeof section>;

const party = z.object({ id: z.string(), name: z.string() });

/** What is filled in when the shift changes, and stays. */
export const handOffDocument = z.object({
  schedule: z.string(),
  timezone: z.string(),
  rotation: z.string(),
  shift: z.object({ start: instant, end: instant }),
  /** Null where nobody had it before. */
  outgoing: party.extend({ since: instant }).nullable(),
  incoming: party,
  filledAt: instant,
  sections: z.array(section),
});
export type HandOffDocument = z.infer<typeof handOffDocument>;

const note = z.object({
  id: z.number(),
  text: z.string(),
  author: z.string(),
  at: instant,
  /** Goes on from shift to shift until somebody drops it. */
  keep: z.boolean(),
});
export type HandOffNote = z.infer<typeof note>;

/** By whom: the person, or somebody on their behalf. */
const signature = z.object({ by: z.string(), at: instant });

export const handOffView = handOffDocument.extend({
  schema: z.literal('opsbook/handoff@1'),
  /** Null of one that is coming. */
  id: z.number().nullable(),
  /** `coming`: the shift has not changed yet, and what is known so far is told. `open`: not signed by both. */
  state: z.enum(['coming', 'open', 'signed']),
  notes: z.array(note),
  signed: z.object({ outgoing: signature.nullable(), incoming: signature.nullable() }),
  /** When it was said that it is not signed. */
  warnedAt: instant.nullable(),
});
export type HandOffView = z.infer<typeof handOffView>;

export const handOffSummary = handOffView.pick({ id: true, state: true, schedule: true, rotation: true }).extend({
  timezone: z.string(),
  shiftStart: instant,
  outgoing: z.string().nullable(),
  incoming: z.string(),
  signed: z.object({ outgoing: signature.nullable(), incoming: signature.nullable() }),
  warnedAt: instant.nullable(),
});
export type HandOffSummary = z.infer<typeof handOffSummary>;

export const handOffList = z.object({
  schema: z.literal('opsbook/handoffs@1'),
  handoffs: z.array(handOffSummary),
  /** For the next page. */
  next: z.number().nullable(),
});
export type HandOffList = z.infer<typeof handOffList>;
