import { z } from 'zod';
import { jsonObject } from './body.ts';
import { instant } from './happened.ts';

const name = z.string().min(1).max(256);

/** https://docs.aws.amazon.com/eventbridge/latest/ref/events-structure.html, as far as every event has it. */
export const eventSchema = z.object({
  id: name,
  'detail-type': name,
  source: name,
  account: z.string().max(64).optional(),
  region: z.string().max(64).optional(),
  time: instant().optional(),
  resources: z.array(z.string().max(2048)).max(1000).default([]),
  detail: jsonObject().default({}),
});

export type AwsEvent = z.infer<typeof eventSchema>;
