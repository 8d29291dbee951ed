import type {
  DescribeTaskDefinitionRequest,
  DescribeTaskDefinitionResponse,
  ListTaskDefinitionsRequest,
  ListTaskDefinitionsResponse,
  TaskDefinition,
} from '@aws-sdk/client-ecs';
import { SandboxError } from '../../error.ts';
import type { SandboxContext } from '../../handlers.ts';
import { ecsPage, lastPart } from './lookup.ts';

/**
 * An ARN or `family:revision`; a family alone means its newest active revision.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeTaskDefinition.html
 */
export function describeTaskDefinition(
  input: DescribeTaskDefinitionRequest,
  { region }: SandboxContext,
): DescribeTaskDefinitionResponse {
  if (!input.taskDefinition) {
    throw new SandboxError('InvalidParameterException', 'Task definition cannot be empty.');
  }
  const [family = '', revision] = lastPart(input.taskDefinition).split(':');
  const ofFamily = region.ecs.taskDefinitions.filter((one) => one.family === family).toSorted(byFamilyAndRevision);
  const found =
    revision === undefined
      ? ofFamily.findLast(({ status }) => status === 'ACTIVE')
      : ofFamily.find((one) => String(one.revision) === revision);
  if (!found) throw new SandboxError('ClientException', 'Unable to describe task definition.');
  const tags = region.ecs.tags.get(found.taskDefinitionArn ?? '') ?? [];
  return { taskDefinition: { ...found }, ...(input.include?.includes('TAGS') && { tags: [...tags] }) };
}

/** Active ones unless told otherwise. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListTaskDefinitions.html */
export function listTaskDefinitions(
  input: ListTaskDefinitionsRequest,
  { region }: SandboxContext,
): ListTaskDefinitionsResponse {
  const { familyPrefix, status = 'ACTIVE', sort = 'ASC' } = input;
  const definitions = region.ecs.taskDefinitions
    .filter((one) => one.status === status && (familyPrefix === undefined || one.family === familyPrefix))
    .toSorted(byFamilyAndRevision);
  if (sort === 'DESC') definitions.reverse();
  const arns = definitions.flatMap(({ taskDefinitionArn }) => taskDefinitionArn ?? []);
  const { items, next } = ecsPage(arns, input);
  return { taskDefinitionArns: items, ...(next !== undefined && { nextToken: next }) };
}

function byFamilyAndRevision(a: TaskDefinition, b: TaskDefinition): number {
  const families = (a.family ?? '') < (b.family ?? '') ? -1 : a.family === b.family ? 0 : 1;
  return families || (a.revision ?? 0) - (b.revision ?? 0);
}
