/** What the server was started with: where it looks and as whom, which nobody can choose by a tool. */
export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly configFile?: string | undefined;
  readonly profile?: string | undefined;
  readonly endpointUrl?: string | undefined;
  /** The embedded sandbox instead of AWS. */
  readonly sandbox: boolean;
  /** For whoever runs the server; standard output is the protocol's. */
  readonly tell: (line: string) => void;
}

/** The way to accounts, as `run` and `plan` take it. */
export function wayOf({ environment, configFile, profile, endpointUrl, sandbox }: Surroundings) {
  return {
    environment,
    sandbox,
    ...(configFile !== undefined && { configFile }),
    ...(profile !== undefined && { profile }),
    ...(endpointUrl !== undefined && { endpointUrl }),
  };
}
