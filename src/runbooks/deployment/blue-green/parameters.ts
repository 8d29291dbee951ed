import { z } from 'zod';
import { lastPart } from '../../../aws/ecs.ts';
import { parseDuration } from '../../../model/duration.ts';
import { decimalNumber } from '../../typed-number.ts';

const ERRORS = 'expected percent, above 0 and at most 100';

const duration = z
  .string()
  .refine((text) => parseDuration(text) !== undefined, { error: 'not a duration such as 90s, 15m or 1h30m' });

/** `10,50,100`: each more than the one before it, the last one all. */
const shares = z
  .string()
  .regex(/^\d+(,\d+)*$/, { error: 'not percentages such as 10,50,100' })
  .transform((text) => text.split(',').map(Number))
  .refine((all) => all.every((share, index) => share > (all[index - 1] ?? 0)) && all.at(-1) === 100, {
    error: 'each share has to be more than the one before it, and the last one 100',
  });

export const parameters = z.object({
  cluster: z.string().min(1).transform(lastPart).describe('The ECS cluster; a name or an ARN.'),
  service: z
    .string()
    .min(1)
    .transform(lastPart)
    .describe('The service; the colours that take turns are called like it, with -blue and -green at the end.'),
  taskDefinition: z.string().min(1).describe('What is deployed: family:revision, an ARN, or a family for its newest.'),
  rule: z.string().optional().describe('The listener or rule that sends it requests, as an ARN; found where absent.'),
  bake: duration.default('15m').describe('How long it is watched with all requests before it is taken to be good.'),
  shift: shares.prefault('100').describe('Percent of the requests, step by step.'),
  keepBlueFor: duration.default('1h').describe('How long the old colour stands by, at full size, after that.'),
  alarms: z
    .string()
    .default('')
    .transform((text) => text.split(',').flatMap((name) => name.trim() || []))
    .describe('Alarms to watch beside those of the service and its load balancer; names, comma between them.'),
  despiteAlarms: z
    .enum(['true', 'false'])
    .default('false')
    .transform((text) => text === 'true')
    .describe('Deploy although an alarm rings already: it is not watched then.'),
  maxErrorPercent: decimalNumber(ERRORS)
    .refine((share) => share > 0 && share <= 100, ERRORS)
    .prefault('1')
    .describe('Percent of requests answered with a 5xx from which on it is taken back.'),
});

export type Parameters = z.infer<typeof parameters>;
