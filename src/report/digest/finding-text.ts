import type { Finding } from '../../model/finding.ts';
import { plain } from '../text/plain.ts';
import { readable } from '../text/readable.ts';

/** The resource and the reason; where the reason has the resource's name in it, the name is not said twice. */
export function findingText({ resource, reason }: Pick<Finding, 'resource' | 'reason'>): string {
  const [id, sentence] = [plain(resource.id), readable(reason)];
  const words = sentence.split(/[\s(),;:]+|\.(?=\s|$)/);
  return sentence.startsWith(id) || words.includes(id) ? sentence : `${id}: ${sentence}`;
}
