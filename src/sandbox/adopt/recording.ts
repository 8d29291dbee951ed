/** A question that an account was asked, and what it answered. */
export interface Recording {
  /** By the AWS CLI's name. */
  readonly service: string;
  readonly operation: string;
  readonly region: string;
  readonly input: object;
  readonly answer: unknown;
}

export interface Answered<I, O> {
  readonly input: I;
  readonly answer: O;
}

/** The recordings of one operation, oldest first, in the SDK's types. */
export function answersTo<I, O>(
  recordings: readonly Recording[],
  service: string,
  operation: string,
): readonly Answered<I, O>[] {
  const found = recordings.filter((one) => one.service === service && one.operation === operation);
  // oxlint-disable-next-line typescript/consistent-type-assertions -- whoever names the operation names what AWS takes and answers
  return found.map(({ input, answer }) => ({ input: input as I, answer: answer as O }));
}
