const INSTANT = /^(\d{4})-(\d\d)-(\d\d)(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d))?$/i;

/** An instant with its zone, or a day (which begins in UTC); undefined for anything else, like the thirtieth of February. */
export function parseInstant(text: string): Date | undefined {
  const [, year, month, day] = INSTANT.exec(text)?.map(Number) ?? [];
  if (year === undefined || month === undefined || day === undefined) return undefined;
  const daysOfMonth = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const instant = new Date(text);
  return day <= daysOfMonth && !Number.isNaN(instant.getTime()) ? instant : undefined;
}
