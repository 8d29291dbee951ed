import { expect, test } from 'vitest';
import { ACCOUNT, answering, awsError, testTiming } from '../../test/answers.ts';
import { createExecution, type Truncation } from './execution.ts';
import { inBatches, list, orAbsent, settled } from './read.ts';

interface Page {
  readonly Items?: number[];
  readonly NextToken?: string;
}

const listItems = list<{ NextToken?: string; MaxResults?: number }, Page, number>('ec2', 'DescribeVpcs', {
  items: (page) => page.Items,
  next: ['NextToken', (page) => page.NextToken],
  page: { MaxResults: 2 },
});

function open(answer: (input: { NextToken?: string }) => object, truncations: Truncation[] = []) {
  const transport = answering({ 'ec2:DescribeVpcs': answer });
  const execution = createExecution(testTiming());
  const aws = execution.open({ id: ACCOUNT, partition: 'aws', transport }, 'us-east-1', {
    onTruncation: (truncation) => truncations.push(truncation),
  });
  return { aws, transport };
}

test('a list is read to its end, also through empty pages', async () => {
  const pages: Record<string, Page> = {
    '': { Items: [1, 2], NextToken: 'a' },
    a: { Items: [], NextToken: 'b' },
    b: { Items: [3] },
  };
  const { aws, transport } = open(({ NextToken = '' }) => pages[NextToken] ?? {});
  await expect(listItems(aws, {})).resolves.toEqual([1, 2, 3]);
  expect(transport.asked.map(({ input }) => input)).toEqual([
    { MaxResults: 2 },
    { MaxResults: 2, NextToken: 'a' },
    { MaxResults: 2, NextToken: 'b' },
  ]);
});

test('a service that repeats its token does not hold us for ever, and the result says so', async () => {
  const truncations: Truncation[] = [];
  const { aws, transport } = open(() => ({ Items: [1], NextToken: 'same' }), truncations);
  await expect(listItems(aws, {})).resolves.toEqual([1, 1]);
  expect(transport.asked).toHaveLength(2);
  expect(truncations).toEqual([{ operation: 'ec2:DescribeVpcs', read: 2 }]);
});

test('a list that is longer than the limit is cut, and says so', async () => {
  const truncations: Truncation[] = [];
  let token = 0;
  const { aws } = open(
    () => ({ Items: Array.from({ length: 60_000 }, () => 1), NextToken: String((token += 1)) }),
    truncations,
  );
  await expect(listItems(aws, {})).resolves.toHaveLength(120_000);
  expect(truncations).toEqual([{ operation: 'ec2:DescribeVpcs', read: 120_000 }]);
});

test('names are asked in batches of AWS’s size', async () => {
  const batches: number[] = [];
  const names = Array.from({ length: 25 }, (_, index) => index);
  const answers = await inBatches(names, 10, async (batch) => {
    batches.push(batch.length);
    return batch;
  });
  expect(batches).toEqual([10, 10, 5]);
  expect(answers).toEqual(names);
});

test('what is not there is undefined; what may not be read is still a fault', async () => {
  const { aws } = open(() => awsError('NoSuchThing', 'gone', 404));
  await expect(orAbsent(aws.read('ec2', 'DescribeVpcs', {}), 'NoSuchThing')).resolves.toBeUndefined();
  await expect(orAbsent(aws.read('ec2', 'DescribeVpcs', {}), 'Other')).rejects.toMatchObject({
    facts: { kind: 'not-found' },
  });
  await expect(settled(aws.read('ec2', 'DescribeVpcs', {}))).resolves.toMatchObject({ ok: false });
});
