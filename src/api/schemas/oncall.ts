import { z } from '@hono/zod-openapi';
import type { OnCall } from '../../model/oncall/on-call-at.ts';
import type { Timeline } from '../../model/oncall/timeline.ts';
import type { OncallOverrideRow } from '../../store/oncall-overrides.ts';
import { instant } from './answers.ts';
import { text } from './execution.ts';

const span = { start: instant, end: instant };
/** Absent where everything could be read. */
const warnings = z.array(z.string()).optional().openapi({ description: 'What could not be read, and is left out.' });

/** As `opsbook oncall who --output json`. */
export const whoSchema = z
  .object({
    at: instant,
    schedule: z.string(),
    oncall: z.array(
      z.object({
        rotation: z.string(),
        person: z.string(),
        instead: z.string().optional().openapi({ description: 'Who would be by the plan.' }),
        shiftStart: instant,
        shiftEnd: instant,
        next: z.string().nullable(),
      }),
    ),
    gap: z.boolean().openapi({ description: 'Nobody is on call.' }),
    warnings,
  })
  .openapi('OnCall');

/** As `opsbook oncall timeline --output json`: half-open spans, merged. */
export const timelineSchema = z
  .object({
    segments: z.array(z.object({ ...span, people: z.array(z.string()) })),
    gaps: z.array(z.object(span)),
    conflicts: z.array(z.object({ ...span, person: z.string() })),
    warnings,
  })
  .openapi('OnCallTimeline');

export const overrideSchema = z
  .object({
    id: z.int(),
    schedule: z.string(),
    rotation: z.string().nullable(),
    type: z.enum(['add', 'remove', 'replace']),
    person: z.string().nullable(),
    remove: z.string().nullable(),
    ...span,
    reason: z.string().nullable(),
    createdBy: z.string(),
    createdAt: instant,
  })
  .openapi('OnCallOverride');

interface Who {
  readonly at: Date;
  readonly schedule: string;
  readonly oncall: readonly OnCall[];
  readonly warnings: readonly string[];
}

export function whoView({ at, schedule, oncall, warnings: said }: Who): z.infer<typeof whoSchema> {
  return {
    at: text(at),
    schedule,
    oncall: oncall.map(({ shiftStart, shiftEnd, ...one }) => ({
      ...one,
      shiftStart: text(shiftStart),
      shiftEnd: text(shiftEnd),
    })),
    gap: oncall.length === 0,
    ...warningsIf(said),
  };
}

export function timelineView(
  { segments, gaps, conflicts }: Timeline,
  said: readonly string[],
): z.infer<typeof timelineSchema> {
  return {
    segments: segments.map(({ people, ...rest }) => ({ ...dated(rest), people: [...people] })),
    gaps: gaps.map(dated),
    conflicts: conflicts.map(({ person, ...rest }) => ({ ...dated(rest), person })),
    ...warningsIf(said),
  };
}

export function overrideView(row: OncallOverrideRow): z.infer<typeof overrideSchema> {
  const { id, schedule, rotation, type, person, removed, startAt, endAt, reason, createdBy, createdAt } = row;
  return {
    id,
    schedule,
    rotation,
    type,
    person,
    remove: removed,
    start: text(startAt),
    end: text(endAt),
    reason,
    createdBy,
    createdAt: text(createdAt),
  };
}

function warningsIf(said: readonly string[]): { warnings?: string[] } {
  return said.length > 0 ? { warnings: [...said] } : {};
}

function dated({ start, end }: { readonly start: Date; readonly end: Date }): { start: string; end: string } {
  return { start: text(start), end: text(end) };
}
