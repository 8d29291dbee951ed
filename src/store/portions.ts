/** PostgreSQL takes 65,535 parameters a statement; no row that is inserted so has more than 30. */
const ROWS = 2000;

/** In portions of which each fits into one statement. */
export function portions<Row>(rows: readonly Row[]): (readonly Row[])[] {
  return Array.from({ length: Math.ceil(rows.length / ROWS) }, (_, index) =>
    rows.slice(index * ROWS, (index + 1) * ROWS),
  );
}
