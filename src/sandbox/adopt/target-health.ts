import type {
  DescribeTargetHealthInput,
  DescribeTargetHealthOutput,
  TargetHealthDescription,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { answersTo, type Recording } from './recording.ts';

/** The targets of a group as they were described last; undefined where nobody asked for all of them. */
export function targetsRead(
  recordings: readonly Recording[],
  groupArn: string,
): readonly TargetHealthDescription[] | undefined {
  return answersTo<DescribeTargetHealthInput, DescribeTargetHealthOutput>(recordings, 'elbv2', 'DescribeTargetHealth')
    .filter(({ input }) => input.TargetGroupArn === groupArn && (input.Targets ?? []).length === 0)
    .at(-1)?.answer.TargetHealthDescriptions;
}
