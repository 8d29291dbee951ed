import { z } from 'zod';

const name = z.string().min(1).max(200);

/** Which of the accounts and regions that the server may look at. Never credentials, and no address to send them to. */
export const PLACE_INPUT = {
  targets: z
    .array(name)
    .max(50)
    .default([])
    .describe('Targets of the configuration, or account/region. All of the configuration where empty.'),
  regions: z.array(name).max(50).default([]).describe('AWS regions, where the configuration names no targets.'),
};

export const PARAMETERS_INPUT = z
  .record(z.string().max(100), z.string().max(2000))
  .default({})
  .describe('By name, all as texts; explain says which there are.');
