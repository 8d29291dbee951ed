import type { AliasConfiguration, FunctionConfiguration, Runtime } from '@aws-sdk/client-lambda';
import { FUNCTIONS, hexOf, type Place, uuidOf } from './cast.ts';
import { before, DAY_MS, HOUR_MS, type RegionSeed } from './seed.ts';

/** A function: `$LATEST`, what has been published of it, and the aliases that point there. */
export interface SandboxFunction {
  readonly latest: FunctionConfiguration;
  /** Oldest first. */
  readonly versions: FunctionConfiguration[];
  readonly aliases: AliasConfiguration[];
  /** How many changes of its aliases there have been: each makes another revision. */
  revisions: number;
}

/** What one region of an account holds of lambda. */
export interface LambdaState {
  readonly functions: SandboxFunction[];
}

export function seedLambda(seed: RegionSeed): LambdaState {
  const { start, furnishing } = seed;
  if (furnishing === 'empty') return { functions: [] };
  const current = lambdaFunction(seed, {
    name: FUNCTIONS.current,
    runtime: 'nodejs22.x',
    publishedAt: [before(start, 40 * DAY_MS), before(start, 12 * DAY_MS), before(start, 20 * HOUR_MS)],
  });
  if (furnishing === 'secondary') return { functions: [current] };
  current.aliases.push(canary(current));
  return {
    functions: [
      current,
      lambdaFunction(seed, {
        name: FUNCTIONS.outdated,
        runtime: 'nodejs16.x',
        publishedAt: [before(start, 900 * DAY_MS)],
      }),
      lambdaFunction(seed, { name: FUNCTIONS.image, runtime: undefined, publishedAt: [before(start, 90 * DAY_MS)] }),
    ],
  };
}

/** An alias of which a tenth goes to the newest version. */
function canary({ latest, aliases }: SandboxFunction): AliasConfiguration {
  const [live] = aliases;
  return {
    AliasArn: `${latest.FunctionArn}:canary`,
    Name: 'canary',
    FunctionVersion: '2',
    Description: 'Tries the newest version',
    RoutingConfig: { AdditionalVersionWeights: { 3: 0.1 } },
    RevisionId: live?.RevisionId?.replace(/^.{8}/, '5ca1ab1e'),
  };
}

interface FunctionTraits {
  readonly name: string;
  /** Undefined for a container image. */
  readonly runtime: Runtime | undefined;
  /** When each version was published, oldest first; the alias `live` points to the last. */
  readonly publishedAt: readonly Date[];
}

/** A function with its versions and the alias `live`. */
export function lambdaFunction(place: Place, { name, runtime, publishedAt }: FunctionTraits): SandboxFunction {
  const arn = `arn:aws:lambda:${place.region}:${place.accountId}:function:${name}`;
  const configured = (version: string, at: Date): FunctionConfiguration => ({
    FunctionName: name,
    FunctionArn: version === '$LATEST' ? arn : `${arn}:${version}`,
    ...(runtime !== undefined && { Runtime: runtime, Handler: 'index.handler' }),
    Role: `arn:aws:iam::${place.accountId}:role/${name}`,
    CodeSize: 1_482_113,
    Description: '',
    Timeout: 30,
    MemorySize: 512,
    LastModified: at.toISOString().replace('Z', '+0000'),
    CodeSha256: Buffer.from(hexOf(place, 64, 'lambda', name, at.toISOString()), 'hex').toString('base64'),
    Version: version,
    TracingConfig: { Mode: 'PassThrough' },
    RevisionId: uuidOf(place, 'lambda-revision', name, version),
    PackageType: runtime === undefined ? 'Image' : 'Zip',
    Architectures: ['arm64'],
    EphemeralStorage: { Size: 512 },
    SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
    LoggingConfig: { LogFormat: 'Text', LogGroup: `/aws/lambda/${name}` },
  });
  const versions = publishedAt.map((at, index) => configured(String(index + 1), at));
  const live = String(versions.length);
  return {
    latest: configured('$LATEST', publishedAt.at(-1) ?? new Date(0)),
    versions,
    aliases: [
      {
        AliasArn: `${arn}:live`,
        Name: 'live',
        FunctionVersion: live,
        Description: '',
        RevisionId: uuidOf(place, 'lambda-alias', name, live),
      },
    ],
    revisions: 0,
  };
}
