import type { TimelineEntry } from '../../../model/incident/view.ts';
import { codeMarkdown } from '../../markdown/escape.ts';
import { secondOf } from '../words.ts';
import { detailOf, NOT_RECORDED, type PostMortemRecord } from './record.ts';

/** Executions in the order in which they were asked for, each with how it ended. */
export function tried(record: PostMortemRecord): string[] {
  const told = record.of('execution');
  const ids = [...new Set(told.flatMap((entry) => detailOf(entry, 'executionId') ?? []))];
  return ids.map((id) => {
    const own = told.filter((entry) => detailOf(entry, 'executionId') === id);
    const asked = own.find((entry) => detailOf(entry, 'runbook') !== undefined);
    const ended = own.findLast((entry) => detailOf(entry, 'status') !== undefined);
    return `- ${askedWords(asked, record)}; ${ended ? record.dated(ended) : `how it ended: ${NOT_RECORDED}`}`;
  });
}

function askedWords(asked: TimelineEntry | undefined, record: PostMortemRecord): string {
  if (!asked) return `asked for: ${NOT_RECORDED}`;
  const runbook = codeMarkdown(detailOf(asked, 'runbook') ?? '');
  return `${runbook} ${record.claim(`asked for by ${asked.actor ?? 'somebody'} at ${secondOf(asked.at)}`, asked)}`;
}
