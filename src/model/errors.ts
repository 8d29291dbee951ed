/** What the operator gave is wrong: exit code 2, one line that says which input and what was expected. */
export class UsageError extends Error {
  readonly code = 'usage';
}

/** What was asked for must not be done as things stand: exit code 5. What to do instead is part of the message. */
export class Refused extends Error {
  readonly code = 'refused';
}

/** Refused to who asks, whatever it is that stands: a role, a scope or four eyes are in the way. */
export class NotAllowed extends Refused {}

/** A person or a supervisor ended the command: exit code 130. What stands, and how it goes on, is part of the message. */
export class Interrupted extends Error {
  readonly code = 'interrupted';
}

/** A change that failed before it began: there is nothing of it to undo. */
export class NothingChanged extends Error {
  readonly code = 'nothing-changed';
}
