export { CHECKLISTS } from '../checklists/registry.ts';
export { CHECKS } from '../checks/registry.ts';

/** The runbooks by id: none yet, they come with the engine that executes them. */
export const RUNBOOKS: ReadonlySet<string> = new Set();
