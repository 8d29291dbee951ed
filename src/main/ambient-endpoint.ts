/**
 * Where AWS's own variables send requests to instead of AWS; undefined where they do not.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
 */
export function ambientEndpoint(environment: Readonly<Record<string, string | undefined>>): string | undefined {
  return environment['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'] === 'true' ? undefined : environment['AWS_ENDPOINT_URL'];
}
