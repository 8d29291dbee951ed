import { closest, distance } from 'fastest-levenshtein';
import { UsageError } from '../model/errors.ts';

/** AWS's regions when this was written. A new one is taken all the same, as long as it is nobody's misspelling. */
const KNOWN =
  'af-south-1 ap-east-1 ap-east-2 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2 ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-6 ap-southeast-7 ca-central-1 ca-west-1 cn-north-1 cn-northwest-1 eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-south-2 eu-west-1 eu-west-2 eu-west-3 il-central-1 me-central-1 me-south-1 mx-central-1 sa-east-1 us-east-1 us-east-2 us-gov-east-1 us-gov-west-1 us-west-1 us-west-2'.split(
    ' ',
  );

export function isRegionName(text: string): boolean {
  return KNOWN.includes(text) || (/^[a-z]{2}(-[a-z]+){1,2}-\d$/.test(text) && nearest(text) === undefined);
}

/** @throws UsageError for what is no region, with the region that was probably meant */
export function parseRegion(text: string): string {
  if (isRegionName(text)) return text;
  throw new UsageError(`unknown region: ${text}${regionHint(text)}`);
}

/** What to write instead of what is no region. */
export function regionHint(text: string): string {
  const meant = nearest(text);
  return meant ? ` (did you mean ${meant}?)` : ' (e.g. us-east-1)';
}

export function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

function nearest(text: string): string | undefined {
  const candidate = closest(text, KNOWN);
  // Regions that differ by their digit only are neighbours, not misspellings of each other.
  const neighbour = candidate.slice(0, -1) === text.slice(0, -1);
  return distance(text, candidate) <= 2 && !neighbour ? candidate : undefined;
}
