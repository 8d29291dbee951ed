import { loadConfig } from '@smithy/core/config';

/** The region of a profile in AWS's configuration files, or undefined. */
export async function profileRegion(profile: string | undefined): Promise<string | undefined> {
  const read = loadConfig<string>(
    { environmentVariableSelector: () => undefined, configFileSelector: (own) => own['region'], default: '' },
    profile === undefined ? {} : { profile },
  );
  return (await read()) || undefined;
}
