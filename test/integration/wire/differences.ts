import { NumericValue } from '@smithy/core/serde';

/** Where `got` lacks or falsifies what `sent` holds; what it holds besides is no matter. */
export function differences(sent: unknown, got: unknown, path: string): string[] {
  if (sent instanceof Date)
    return got instanceof Date && got.getTime() === sent.getTime() ? [] : [`${path}: ${String(got)}`];
  if (sent instanceof Uint8Array) {
    return got instanceof Uint8Array && Buffer.compare(sent, got) === 0 ? [] : [`${path}: other bytes`];
  }
  if (sent instanceof NumericValue)
    return got instanceof NumericValue && got.string === sent.string ? [] : [`${path}: number`];
  if (Array.isArray(sent)) {
    if (!Array.isArray(got) || got.length !== sent.length)
      return [`${path}: ${show(got)} instead of a list of ${sent.length}`];
    return sent.flatMap((item, index) => differences(item, got[index], `${path}[${index}]`));
  }
  if (isRecord(sent)) {
    if (!isRecord(got)) return [`${path}: ${show(got)} instead of a structure`];
    return Object.keys(sent).flatMap((key) => differences(sent[key], got[key], `${path}.${key}`));
  }
  return sent === got ? [] : [`${path}: ${show(got)} instead of ${show(sent)}`];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function show(value: unknown): string {
  return (JSON.stringify(value) ?? 'nothing').slice(0, 60);
}
