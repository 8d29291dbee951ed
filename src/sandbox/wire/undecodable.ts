/** A request whose bytes do not make the operation's input. Each protocol has its own code for it. */
export class Undecodable extends Error {
  override readonly name = 'Undecodable';
}

/** Runs a reader of ours or the SDK's; whatever it throws means that the client sent something unreadable. */
export async function decoding<T>(read: () => T | Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof Undecodable) throw error;
    throw new Undecodable(error instanceof Error ? error.message : String(error), { cause: error });
  }
}
