/**
 * How far this machine's clock is ahead of AWS's, in seconds, by the Date header of any answer; undefined where nothing
 * answers. AWS refuses requests that are signed more than five minutes off.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-signing-elements.html
 */
export async function clockSkewSeconds(url: string, now: () => number, timeoutMs = 5000): Promise<number | undefined> {
  const before = now();
  try {
    const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(timeoutMs) });
    await response.body?.cancel();
    const theirs = Date.parse(response.headers.get('date') ?? '');
    // The header has whole seconds; on average half of one is lost.
    return Number.isNaN(theirs) ? undefined : Math.round(((before + now()) / 2 - theirs - 500) / 1000);
  } catch {
    return undefined;
  }
}

/** Where an account's requests go: the given endpoint, or STS of the region. */
export function clockUrl({
  partition,
  region,
  endpointUrl,
}: {
  partition: string;
  region: string;
  endpointUrl?: string;
}): string {
  return endpointUrl ?? `https://sts.${region}.amazonaws.com${partition === 'aws-cn' ? '.cn' : ''}/`;
}
