import type { IncidentPage } from '../../model/incident/view.ts';

/** Whom it had paged at once that the business is hit: they stand beside the level that is paged anyway. */
export function impactWords({ timeline }: IncidentPage): string {
  const said = timeline.findLast(({ kind }) => kind === 'impact');
  const levels = timeline.filter(({ kind, at }) => (kind === 'paged' || kind === 'gap') && at === said?.at);
  return levels.length > 0
    ? `Paged for that: ${levels.map(({ text }) => text).join('; ')}.`
    : 'Nobody else is paged for that.';
}
