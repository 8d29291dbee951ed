import type {
  GetEC2InstanceRecommendationsCommandInput,
  GetEC2InstanceRecommendationsCommandOutput,
  GetEnrollmentStatusCommandInput,
  GetEnrollmentStatusCommandOutput,
  InstanceRecommendation,
} from '@aws-sdk/client-compute-optimizer';
import type { Aws } from './execution.ts';
import { list, one } from './read.ts';

/** https://docs.aws.amazon.com/compute-optimizer/latest/APIReference/API_GetEnrollmentStatus.html */
const getEnrollmentStatus = one<GetEnrollmentStatusCommandInput, GetEnrollmentStatusCommandOutput>(
  'compute-optimizer',
  'GetEnrollmentStatus',
);

/** https://docs.aws.amazon.com/compute-optimizer/latest/APIReference/API_GetEC2InstanceRecommendations.html */
const getEC2InstanceRecommendations = list<
  GetEC2InstanceRecommendationsCommandInput,
  GetEC2InstanceRecommendationsCommandOutput,
  InstanceRecommendation
>('compute-optimizer', 'GetEC2InstanceRecommendations', {
  items: (page) => page.instanceRecommendations,
  next: ['nextToken', (page) => page.nextToken],
  page: { maxResults: 1000 },
});

/**
 * What Compute Optimizer recommends for the instances of a region. Undefined where the account has not opted in, which
 * is the first question: everything else would be refused then.
 * @throws AwsFault
 */
export async function instanceRecommendations(aws: Aws): Promise<readonly InstanceRecommendation[] | undefined> {
  const { status } = await getEnrollmentStatus(aws, {});
  return status === 'Active' ? getEC2InstanceRecommendations(aws, {}) : undefined;
}
