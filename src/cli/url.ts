import { UsageError } from '../model/errors.ts';

/** A URL that requests can be sent to; undefined for anything else. */
export function parseUrl(text: string): string | undefined {
  return URL.canParse(text) && /^https?:/i.test(text) ? text : undefined;
}

/**
 * `--endpoint-url`, else AWS's own variable.
 * @throws UsageError where that holds no URL
 */
export function endpointUrlOf(
  { endpointUrl, sandbox }: { readonly endpointUrl?: string; readonly sandbox?: boolean },
  environment: Readonly<Record<string, string | undefined>>,
): string | undefined {
  if (sandbox) return undefined;
  const ignored = environment['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'] === 'true';
  const url = endpointUrl ?? (ignored ? undefined : environment['AWS_ENDPOINT_URL']);
  if (!url) return undefined;
  if (parseUrl(url) === undefined) throw new UsageError(`AWS_ENDPOINT_URL: expected a URL, got ${url}`);
  return url;
}
