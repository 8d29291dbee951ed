import type { AdvancedEventSelector, AdvancedFieldSelector, EventSelector } from '@aws-sdk/client-cloudtrail';

/** Which management events a trail keeps. */
export interface ManagementEvents {
  readonly reads: boolean;
  readonly writes: boolean;
  /** Services whose events are left out: AWS lets two noisy ones be. */
  readonly without: readonly string[];
}

const NONE: ManagementEvents = { reads: false, writes: false, without: [] };

/**
 * What a trail's selectors, of either kind, add up to.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-management-events-with-cloudtrail.html
 */
export function managementEvents(
  selectors: readonly EventSelector[] | undefined,
  advanced: readonly AdvancedEventSelector[] | undefined,
): ManagementEvents {
  const parts = advanced?.length ? advanced.map(ofAdvanced) : (selectors ?? []).map(ofSelector);
  return parts.reduce(
    (sum, part) => ({
      reads: sum.reads || part.reads,
      writes: sum.writes || part.writes,
      without: [...new Set([...sum.without, ...part.without])],
    }),
    NONE,
  );
}

/** AWS leaves `All` and `true` as the meaning of what is not said. */
function ofSelector(selector: EventSelector): ManagementEvents {
  const { ReadWriteType = 'All', IncludeManagementEvents = true, ExcludeManagementEventSources = [] } = selector;
  if (!IncludeManagementEvents) return NONE;
  return {
    reads: ReadWriteType !== 'WriteOnly',
    writes: ReadWriteType !== 'ReadOnly',
    without: ExcludeManagementEventSources,
  };
}

function ofAdvanced({ FieldSelectors = [] }: AdvancedEventSelector): ManagementEvents {
  const category = FieldSelectors.find(({ Field }) => Field === 'eventCategory');
  if (!category?.Equals?.includes('Management')) return NONE;
  // A selector of some events only (by name, by identity, …) is not counted as keeping them all.
  const others = FieldSelectors.filter((field) => field !== category && field.Field !== 'readOnly');
  if (!others.every(leavesOutSources)) return NONE;
  const readOnly = FieldSelectors.find(({ Field }) => Field === 'readOnly')?.Equals;
  return {
    reads: readOnly?.includes('true') ?? true,
    writes: readOnly?.includes('false') ?? true,
    without: others.flatMap(({ NotEquals = [] }) => NotEquals),
  };
}

function leavesOutSources({ Field, NotEquals, ...others }: AdvancedFieldSelector): boolean {
  return (
    Field === 'eventSource' && NotEquals !== undefined && Object.values(others).every((value) => value === undefined)
  );
}
