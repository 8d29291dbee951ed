import type { ChangeResourceRecordSetsCommandInput, GetChangeCommandInput } from '@aws-sdk/client-route-53';
import { planned } from './planned.ts';

/** https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html */
export const changeResourceRecordSets = planned<ChangeResourceRecordSetsCommandInput>(
  'route53',
  'ChangeResourceRecordSets',
);
/** https://docs.aws.amazon.com/Route53/latest/APIReference/API_GetChange.html */
export const getChange = planned<GetChangeCommandInput>('route53', 'GetChange');
