import { RUNBOOKS } from '../runbooks/registry.ts';

export { CHECKLISTS } from '../checklists/registry.ts';
export { CHECKS } from '../checks/registry.ts';
export { RUNBOOKS } from '../runbooks/registry.ts';

/** The runbooks by id, for findings that name one. */
export const RUNBOOK_IDS: ReadonlySet<string> = new Set(RUNBOOKS.map(({ id }) => id));
