import { z } from 'zod';
import type { PostMortemRecord } from './record.ts';

const evidence = z.object({ causes: z.array(z.string()) });

/** What the first look thought likely, and nothing else: a cause is found by people. */
export function causes(record: PostMortemRecord): string[] {
  return record.of('evidence').flatMap((entry) => {
    const { data } = evidence.safeParse(entry.details);
    return (data?.causes ?? []).map((cause) => `- Likely: ${record.claim(cause, entry)}`);
  });
}
