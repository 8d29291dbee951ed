export { CHECKLISTS } from '../checklists/registry.ts';
export { CHECKS } from '../checks/registry.ts';
