import type {
  ListProtectedResourcesCommandInput,
  ListProtectedResourcesCommandOutput,
  ProtectedResource,
} from '@aws-sdk/client-backup';
import { list } from './read.ts';

export type { ProtectedResource } from '@aws-sdk/client-backup';

/**
 * Everything in the region that AWS Backup has ever backed up, of whatever service, each with when it last did.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/API_ListProtectedResources.html
 */
export const listProtectedResources = list<
  ListProtectedResourcesCommandInput,
  ListProtectedResourcesCommandOutput,
  ProtectedResource
>('backup', 'ListProtectedResources', {
  items: (page) => page.Results,
  next: ['NextToken', (page) => page.NextToken],
  page: { MaxResults: 1000 },
});
