import type { Finding } from '../../model/finding.ts';
import { plain } from '../text/plain.ts';
import { readable } from '../text/readable.ts';

/** The resource and the reason; where the reason begins with the resource's name, the name is not said twice. */
export function findingText({ resource, reason }: Pick<Finding, 'resource' | 'reason'>): string {
  const [id, sentence] = [plain(resource.id), readable(reason)];
  return sentence.startsWith(id) ? sentence : `${id}: ${sentence}`;
}
