import type * as Backup from '@aws-sdk/client-backup';
import type { Handlers } from '../handlers.ts';
import { page } from '../paging.ts';

export const backup: Handlers<typeof Backup> = {
  /** https://docs.aws.amazon.com/aws-backup/latest/devguide/API_ListProtectedResources.html */
  ListProtectedResources({ MaxResults, NextToken }, { region }) {
    const { items, next } = page(region.backup.protectedResources, {
      token: NextToken,
      size: MaxResults,
      defaultSize: 1000,
      most: 1000,
      badSize: 'InvalidParameterValueException',
      badToken: 'InvalidParameterValueException',
    });
    return { Results: items, ...(next !== undefined && { NextToken: next }) };
  },
};
