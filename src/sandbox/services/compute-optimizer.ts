import type * as ComputeOptimizer from '@aws-sdk/client-compute-optimizer';
import { SandboxError } from '../error.ts';
import type { Handlers } from '../handlers.ts';
import { page } from '../paging.ts';

/** https://docs.aws.amazon.com/compute-optimizer/latest/APIReference/API_Operations.html */
export const computeOptimizer: Handlers<typeof ComputeOptimizer> = {
  GetEnrollmentStatus: (_input, { region, now }) => ({
    status: region.computeOptimizer.status,
    memberAccountsEnrolled: false,
    lastUpdatedTimestamp: now,
    numberOfMemberAccountsOptedIn: 0,
  }),

  GetEC2InstanceRecommendations(
    { instanceArns, accountIds, filters = [], maxResults, nextToken },
    { region, account },
  ) {
    if (region.computeOptimizer.status !== 'Active') {
      throw new SandboxError('OptInRequiredException', 'The account is not registered to access this service.');
    }
    const findings = filters.filter(({ name }) => name === 'Finding').flatMap(({ values = [] }) => values);
    const found = region.computeOptimizer.instances.filter(
      ({ instanceArn = '', finding = '' }) =>
        (!instanceArns?.length || instanceArns.includes(instanceArn)) &&
        (!accountIds?.length || accountIds.includes(account.id)) &&
        (findings.length === 0 || findings.includes(finding)),
    );
    const { items, next } = page(found, {
      token: nextToken,
      size: maxResults,
      defaultSize: 100,
      most: 1000,
      badSize: 'InvalidParameterValueException',
      badToken: 'InvalidParameterValueException',
    });
    return { instanceRecommendations: items, errors: [], ...(next !== undefined && { nextToken: next }) };
  },
};
