import type { ResourceRecordSet } from '@aws-sdk/client-route-53';

/** As Route 53 keeps a name: in small letters, with the dot at its end. */
export function absolute(name: string): string {
  const lower = name.toLowerCase();
  return lower.endsWith('.') ? lower : `${lower}.`;
}

/** Names are sorted by their labels from the right: `com.example.www.`. */
export function sortable(name: string): string {
  return absolute(name).split('.').toReversed().join('.');
}

/** The order of a zone's records: name, type, identifier. */
export function byOrder(a: ResourceRecordSet, b: ResourceRecordSet): number {
  return compare(orderOf(a), orderOf(b));
}

export function orderOf({ Name = '', Type = 'A', SetIdentifier = '' }: Partial<ResourceRecordSet>): readonly string[] {
  return [sortable(Name), Type, SetIdentifier];
}

export function compare(a: readonly string[], b: readonly string[]): number {
  for (const [index, word] of a.entries()) {
    const other = b[index] ?? '';
    if (word !== other) return word < other ? -1 : 1;
  }
  return 0;
}

/** Whether two record sets are the same one, whatever is in them. */
export function isSame(a: ResourceRecordSet, b: ResourceRecordSet): boolean {
  return compare(orderOf(a), orderOf(b)) === 0;
}
