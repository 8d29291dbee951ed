/** The parts of one AWS SDK client package that Opsbook uses, with their types worn off: one shape for every service. */
export interface ClientModule {
  create(configuration: object): SdkClient;
  /** The command that sends an operation; undefined for one that no service function uses. */
  command(operation: string, input: object): object | undefined;
}

export interface SdkClient {
  send(command: object, options: SendOptions): Promise<unknown>;
}

/** Handed by the SDK to the request handler with every HTTP request of a command. */
export interface SendOptions {
  readonly onRequest?: () => void;
}

type ClientClass = new (configuration: never) => object;
type CommandClass = new (input: never) => object;

export function clientModule(Client: ClientClass, commands: Readonly<Record<string, CommandClass>>): ClientModule {
  return {
    // oxlint-disable-next-line typescript/consistent-type-assertions -- every SDK client has send
    create: (configuration) => Reflect.construct(Client, [configuration]) as SdkClient,
    command(operation, input) {
      const Command = commands[operation];
      // oxlint-disable-next-line typescript/consistent-type-assertions -- a constructor gives an object
      return Command && (Reflect.construct(Command, [input]) as object);
    },
  };
}
