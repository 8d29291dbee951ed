import { lambdaFunction, listFunctions } from '../../aws/lambda.ts';
import { fail, pass, type Resource, unknown, type Verdict } from '../../model/finding.ts';
import { defineCheck } from '../define.ts';
import { RUNTIMES } from './runtimes.ts';

export const runtimeSupported = defineCheck({
  id: 'lambda-runtime-supported',
  title: 'Lambda runtime is supported',
  severity: 'medium',
  why: 'A deprecated runtime gets no security fixes, and one day AWS refuses to update functions that use it.',
  remediation:
    "Move the function to the language's newest runtime: test it in staging, publish a version, shift the alias.",
  calls: ['lambda:ListFunctions'],
  async *evaluate({ aws, now }) {
    for (const one of await listFunctions(aws, {})) {
      const resource = lambdaFunction(aws, one);
      yield one.PackageType === 'Image' || one.Runtime === undefined
        ? pass(resource, `${resource.id} brings its runtime in a container image.`, { packageType: 'Image' })
        : judge(resource, one.Runtime, now);
    }
  },
});

function judge(resource: Resource, runtime: string, now: Date): Verdict {
  const { id } = resource;
  const deprecatedOn = RUNTIMES[runtime];
  if (deprecatedOn === undefined) {
    return unknown(resource, `${id} uses ${runtime}, of which Opsbook does not know how long AWS supports it.`, {
      runtime,
    });
  }
  const evidence = { runtime, deprecatedOn };
  if (deprecatedOn === null) return pass(resource, `${id} uses ${runtime}, which is supported.`, evidence);
  return new Date(deprecatedOn) <= now
    ? fail(resource, `${id} uses ${runtime}, which AWS deprecated on ${deprecatedOn}.`, evidence)
    : pass(resource, `${id} uses ${runtime}, which is supported until ${deprecatedOn}.`, evidence);
}
