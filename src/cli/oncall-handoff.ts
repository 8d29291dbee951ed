import { readProcess } from '../main/process.ts';
import { UsageError } from '../model/errors.ts';
import { plain } from '../report/text/plain.ts';
import { EXIT } from './exit.ts';
import { print } from './out.ts';

export interface HandOffOptions {
  readonly config?: string;
  readonly schedule?: string;
  readonly rotation?: string;
  readonly next?: boolean;
  readonly note?: string;
  readonly keep?: boolean;
  readonly dropNote?: number;
  /** True without a side. */
  readonly sign?: true | 'outgoing' | 'incoming';
  readonly list?: boolean;
  readonly before?: number;
  readonly output: 'table' | 'markdown' | 'json';
}

const ON_A_PAGE = 20;

/** `opsbook oncall handoff`: shows it, notes something in it, signs it, or lists those that were made. */
export async function handOffCommand(id: number | undefined, options: HandOffOptions): Promise<number> {
  const { config, schedule, rotation, output, next = false, note, keep = false, dropNote, sign, before } = options;
  refuseMixed(id, options);
  const { environment, columns: width } = readProcess();
  const asking = { environment, configFile: config, schedule, rotation, output, width };
  const { handOffAnswer, handOffsPage } = await import('../main/oncall/hand-off.ts');
  if (options.list) {
    await print(await handOffsPage(asking, { before, limit: ON_A_PAGE }));
    return EXIT.done;
  }
  const answer = await handOffAnswer(asking, { id, next, note, keep, dropNote, sign: sign === true ? 'own' : sign });
  for (const warning of answer.warnings) process.stderr.write(`opsbook: warning: ${plain(warning)}\n`);
  await print(answer.text);
  return EXIT.done;
}

/** @throws UsageError */
function refuseMixed(id: number | undefined, { list, next, before, keep, note, dropNote, sign }: HandOffOptions): void {
  if (keep && note === undefined) throw new UsageError('--keep goes with --note');
  if (before !== undefined && !list) throw new UsageError('--before goes with --list');
  if (next && (id !== undefined || sign !== undefined))
    throw new UsageError('--next is looked at, and signed when it comes');
  if (list && (id ?? note ?? dropNote ?? sign) !== undefined) throw new UsageError('--list goes with nothing else');
  if (id !== undefined && (note ?? dropNote) !== undefined) {
    throw new UsageError('a note belongs to the hand-off that is under way, or the next: give no number with it');
  }
}
