/** Tells how an execution goes, on standard error beside the result: not to who asked for quiet. */
export function tell(line: string | undefined, { quiet }: { readonly quiet?: boolean }): void {
  if (line !== undefined && quiet !== true) process.stderr.write(`${line}\n`);
}
