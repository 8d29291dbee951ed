import type { Outside } from '../model/outside.ts';

export const NOTHING_CONFIGURED: Outside = {
  terraform: {
    layers: [],
    readState: () => Promise.resolve({ state: 'unreadable', problem: 'no layer is configured' }),
    readDrift: () => Promise.resolve({ state: 'undetermined', problem: 'no layer is configured' }),
  },
  windows: [],
  blackouts: [],
  drills: () => Promise.resolve([]),
  openIncidents: () => Promise.resolve(undefined),
};
