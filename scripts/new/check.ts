import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { iamActions } from '../../src/aws/iam-actions.ts';
import { probeOf } from '../../src/aws/sdk/probe.ts';
import { type OperationName, type Service, SERVICES } from '../../src/aws/service.ts';
import { CHECKS } from '../../src/checks/registry.ts';
import { type Addition, camel, Refusal, sentence } from './addition.ts';

interface CheckRequest {
  readonly root: string;
  /** `DescribeVolumes`: what it reads; found from the resource's name where absent. */
  readonly operation: string | undefined;
}

/** A list of src/aws/<service>.ts. */
interface Read {
  readonly name: string;
  readonly operation: OperationName;
}

/** A check that reads a list and judges nothing yet: until somebody writes the judgement, it is unknown, never a pass. */
export async function newCheck(id: string, { root, operation }: CheckRequest): Promise<Addition> {
  if (CHECKS.some((check) => check.id === id)) throw new Refusal(`${id} is there already.`);
  const { service, words } = split(id);
  const read = await findRead(service, words, { root, operation });
  const path = `src/checks/${service}/${words}`;
  const name = camel(/^\d/.test(words) ? `no-${words}` : words);
  return {
    files: {
      [`${path}.ts`]: checkText({ id, service, words, name, read }),
      [`${path}.test.ts`]: testText({ words, name, read }),
    },
    registry: 'src/checks/registry.ts',
    definition: {
      name,
      fallback: camel(`${service}-${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`),
      from: `./${service}/${words}.ts`,
    },
    nextSteps: [
      `Write its words and its judgement in ${path}.ts, and its promises in ${path}.test.ts.`,
      'Put it in a checklist of src/checklists: a check that none runs is found by npm test.',
      `Give the sandbox one that passes and one that fails: src/sandbox/world/newcomer/${service}.ts.`,
      `npx vitest run --project unit ${path}`,
      'npm run docs, then npm run verify.',
    ],
  };
}

function split(id: string): { service: Service; words: string } {
  // The longest name first: `application-autoscaling` is not `application`.
  const services = SERVICES.toSorted((a, b) => b.length - a.length);
  const service = services.find((candidate) => id.startsWith(`${candidate}-`));
  if (!/^[a-z0-9]+(-[a-z0-9]+)+$/.test(id) || service === undefined) {
    throw new Refusal(`${id} is not <service>-<resource>-<good-state>; services: ${SERVICES.join(', ')}.`);
  }
  const words = id.slice(service.length + 1);
  if (!words.includes('-')) throw new Refusal(`${id} names no good state: ${id}-encrypted, say.`);
  return { service, words };
}

async function findRead(service: Service, words: string, { root, operation }: CheckRequest): Promise<Read> {
  const file = `src/aws/${service}.ts`;
  const reads = existsSync(join(root, file)) ? readsIn(readFileSync(join(root, file), 'utf8'), service) : [];
  if (operation !== undefined) {
    const asked = reads.find((read) => read.operation.endsWith(`:${operation}`) || read.operation === operation);
    if (asked) return asked;
    throw new Refusal(`${file} has no list ${operation}: declare it there first (it has ${namesOf(reads)}).`);
  }
  const [resource = ''] = words.split('-');
  const byResource = reads.toSorted((a, b) => Number(speaksOf(b, resource)) - Number(speaksOf(a, resource)));
  for (const read of byResource) if (await needsNothing(read)) return read;
  throw new Refusal(`${file} has no list that a check could begin with: declare one there first.`);
}

function readsIn(text: string, service: Service): Read[] {
  return [...text.matchAll(/^export const (\w+) = list</gm)].map(([, name = '']) => ({
    name,
    operation: `${service}:${name.slice(0, 1).toUpperCase()}${name.slice(1)}`,
  }));
}

function namesOf(reads: readonly Read[]): string {
  return reads.map(({ operation }) => operation.replace(/^.*:/, '')).join(', ') || 'none';
}

function speaksOf({ name }: Read, resource: string): boolean {
  return name.toLowerCase().includes(resource);
}

async function needsNothing({ operation }: Read): Promise<boolean> {
  try {
    return 'input' in (await probeOf(operation, '123456789012'));
  } catch {
    // A function of another name than its operation.
    return false;
  }
}

function checkText({
  id,
  service,
  words,
  name,
  read,
}: {
  id: string;
  service: Service;
  words: string;
  name: string;
  read: Read;
}): string {
  const [resource = ''] = words.split('-');
  return `import { ${read.name} } from '../../aws/${service}.ts';
import { type Resource, unknown } from '../../model/finding.ts';
import { defineCheck } from '../define.ts';

export const ${name} = defineCheck({
  id: '${id}',
  title: '${sentence(words)}',
  severity: 'medium',
  why: 'Say here why an operator cares, in a sentence or two.',
  remediation: 'Say here what to do about a failing finding.',
  calls: ['${read.operation}'],
  async *evaluate({ aws }) {
    const found = await ${read.name}(aws, {});
    for (const index of found.keys()) {
      // Each one passes or fails, with the fact in the reason: see ../ec2/address-associated.ts.
      yield unknown(${camel(`${resource}-resource`)}(index), 'Nothing judges this yet.');
    }
  },
});

/** Name it as an operator would type it, in src/aws/${service}.ts, where other checks find it too. */
function ${camel(`${resource}-resource`)}(index: number): Resource {
  return { type: 'AWS::${service}::${sentence(resource)}', id: \`${resource} \${index + 1}\`, arn: '' };
}
`;
}

function testText({ words, name, read }: { words: string; name: string; read: Read }): string {
  const [service = ''] = read.operation.split(':');
  const [action = read.operation] = iamActions(read.operation);
  return `import { expect, test } from 'vitest';
import { awsError, judge, lines } from '../../../test/answers.ts';
import { ${name} } from './${words}.ts';

// Still to be promised: it passes what is as it should be and fails what is not, each with the fact in its reason; it is
// right exactly at its threshold, and one step beside it.

test('a denied read is unknown and names the missing action, never a pass', async () => {
  const denied = awsError('AccessDenied', 'You are not authorized to perform this operation.', 403);
  const findings = await judge(${name}, { '${read.operation}': () => denied });
  expect(lines(findings)).toEqual(['${service}: unknown: AccessDenied: ${action} is not allowed.']);
});
`;
}
