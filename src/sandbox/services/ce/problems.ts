import { SandboxError } from '../../error.ts';

export function invalid(message: string): SandboxError {
  return new SandboxError('ValidationException', message);
}

/** What AWS would do and the sandbox does not. */
export function notServed(what: string): SandboxError {
  return new SandboxError('NotImplemented', `The sandbox's Cost Explorer does not serve ${what}.`, 501);
}
