import type { HandOffList, HandOffSummary } from '../../model/oncall/hand-off.ts';
import { momentWords } from '../../model/oncall/hand-off-words.ts';
import { columnLines } from '../text/columns.ts';
import { plain } from '../text/plain.ts';
import { listed } from '../text/value.ts';

/** Hand-offs that were made, one a line, the newest first. */
export function handOffsText({ handoffs, next }: HandOffList, width: number): string {
  if (handoffs.length === 0)
    return 'No shift has been handed over yet (opsbook up makes hand-offs when a shift changes).\n';
  const rows = handoffs.map((one) => [
    String(one.id),
    momentWords(one.shiftStart, one.timezone),
    plain(`${one.schedule}, ${one.rotation}`),
    plain(`${one.outgoing ?? '–'} → ${one.incoming}`),
    signedWords(one),
  ]);
  const table = columnLines([['ID', 'SHIFT FROM', 'OF', 'WHO', 'SIGNED'], ...rows], width);
  const zones = listed([...new Set(handoffs.map(({ timezone }) => timezone))]);
  const rest = next === null ? '' : `… and earlier ones (--before ${next})\n`;
  return `${table}${rest}\nTimes in ${zones}${zones.includes(' and ') ? ', each of its schedule' : ''}.\n`;
}

function signedWords({ state, outgoing, signed, warnedAt }: HandOffSummary): string {
  if (state === 'signed') return 'yes';
  const lacksOutgoing = outgoing !== null && signed.outgoing === null;
  const lacksIncoming = signed.incoming === null;
  const missing = lacksOutgoing && lacksIncoming ? 'by neither' : lacksOutgoing ? 'not by outgoing' : 'not by incoming';
  return warnedAt === null ? missing : `${missing}, told`;
}
