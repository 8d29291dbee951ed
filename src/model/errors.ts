/** What the operator gave is wrong: exit code 2, one line that says which input and what was expected. */
export class UsageError extends Error {
  readonly code = 'usage';
}
