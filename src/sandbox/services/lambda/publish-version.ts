import type { PublishVersionCommandInput, PublishVersionCommandOutput } from '@aws-sdk/client-lambda';
import { SandboxError } from '../../error.ts';
import type { SandboxContext } from '../../handlers.ts';
import { uuidOf } from '../../world/newcomer/cast.ts';
import { functionNamed, parsed, requireRevision } from './lookup.ts';

/**
 * Nothing new is published while `$LATEST` is what was published last: that version is given instead.
 * https://docs.aws.amazon.com/lambda/latest/api/API_PublishVersion.html
 */
export function publishVersion(
  { FunctionName = '', CodeSha256, RevisionId, Description }: PublishVersionCommandInput,
  context: SandboxContext,
): Omit<PublishVersionCommandOutput, '$metadata'> {
  const { region } = context;
  const { latest, versions } = functionNamed(parsed(FunctionName).name, context);
  requireRevision(RevisionId, latest.RevisionId);
  if (CodeSha256 !== undefined && CodeSha256 !== latest.CodeSha256) {
    const message = `CodeSHA256 (${CodeSha256}) is different from current CodeSHA256 in $LATEST (${latest.CodeSha256}). Please try again with the CodeSHA256 in $LATEST.`;
    throw new SandboxError('InvalidParameterValueException', message, 400, { Type: 'User' });
  }
  const ready = { State: 'Active', LastUpdateStatus: 'Successful' } as const;
  const last = versions.at(-1);
  if (last && last.CodeSha256 === latest.CodeSha256) return { ...last, ...ready };
  const Version = String(Number(last?.Version ?? 0) + 1);
  const place = { accountId: region.accountId, region: region.name };
  const made = {
    ...latest,
    Version,
    FunctionArn: `${latest.FunctionArn}:${Version}`,
    Description: Description ?? latest.Description,
    RevisionId: uuidOf(place, 'lambda-revision', latest.FunctionName ?? '', Version),
  };
  versions.push(made);
  return { ...made, ...ready };
}
