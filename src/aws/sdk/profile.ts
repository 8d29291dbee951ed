import { loadSharedConfigFiles } from '@smithy/core/config';

export interface ProfileSettings {
  readonly region?: string;
  readonly endpointUrl?: string;
}

/**
 * What a profile of AWS's configuration files says, or `unknown` with the profiles there are.
 * https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html
 */
export async function readProfile(
  name: string,
): Promise<{ readonly settings: ProfileSettings } | { readonly unknown: readonly string[] }> {
  const { configFile, credentialsFile } = await loadSharedConfigFiles();
  const [own, keys] = [configFile[name], credentialsFile[name]];
  if (!own && !keys) {
    // The reader keeps sections of other kinds (`sso-session.mine`) beside the profiles.
    const profiles = Object.keys({ ...configFile, ...credentialsFile });
    return { unknown: profiles.filter((profile) => !/^(sso-session|services)\./.test(profile)) };
  }
  const region = own?.['region'] ?? keys?.['region'];
  const endpointUrl = own?.['endpoint_url'];
  return { settings: { ...(region && { region }), ...(endpointUrl && { endpointUrl }) } };
}
