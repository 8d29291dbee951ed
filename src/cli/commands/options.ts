import { type Command, InvalidArgumentError, Option } from 'commander';
import { INCIDENT_SEVERITIES } from '../../model/incident/severity.ts';
import { parseUrl } from '../url.ts';

// Options that several commands take.

export function withConfig(command: Command): Command {
  return command.option('--config <file>', 'the configuration (default: opsbook.yaml, where there is one)');
}

export function outputOption(): Option {
  return new Option('--output <format>').choices(['table', 'json']).default('table');
}

export function collect(value: string, before: readonly string[]): string[] {
  return [...before, value];
}

export function countOption(text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count > 0) return count;
  throw new InvalidArgumentError('Expected a whole number above 0.');
}

export function urlOption(text: string): string {
  const url = parseUrl(text);
  if (url !== undefined) return url;
  throw new InvalidArgumentError('Expected a URL, e.g. http://127.0.0.1:4566.');
}

/** `P1`, in whatever case it is typed. */
export function severityWord(text: string): string {
  const severity = INCIDENT_SEVERITIES.find((one) => one === text.toUpperCase());
  if (severity !== undefined) return severity;
  throw new InvalidArgumentError(`Allowed choices are ${INCIDENT_SEVERITIES.join(', ')}.`);
}
