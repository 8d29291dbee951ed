/** A finding's reason beside its resource's name, which need not be said twice in one row. */
export function withoutName(reason: string, name: string): string {
  if (!reason.startsWith(name)) return reason;
  const rest = reason.slice(name.length);
  return /^:? /.test(rest) ? rest.replace(/^:? /, '') : reason;
}
