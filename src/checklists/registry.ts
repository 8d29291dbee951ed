import type { Checklist } from './define.ts';
import { healthCheck } from './daily/health-check.ts';

/** Every checklist, by folder and file name: a test compares this list with the folders. */
export const CHECKLISTS: readonly Checklist[] = [healthCheck];
