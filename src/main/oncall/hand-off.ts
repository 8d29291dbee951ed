import type { Actor } from '../../engine/conduct/workplace.ts';
import { hasRole } from '../../engine/desk/require-role.ts';
import { UsageError } from '../../model/errors.ts';
import type { HandOffView } from '../../model/oncall/hand-off.ts';
import { handOffMarkdown } from '../../report/oncall/hand-off-markdown.ts';
import { handOffText } from '../../report/oncall/hand-off.ts';
import { handOffsText } from '../../report/oncall/hand-offs.ts';
import { dropNote, noteHandOff } from '../../respond/oncall/note.ts';
import { type HandOffActor, type HandOffSide, signHandOff } from '../../respond/oncall/sign.ts';
import type { HandOffSources } from '../../respond/oncall/sources.ts';
import { currentHandOff, getHandOff, listOf } from '../../respond/oncall/view.ts';
import type { Responder } from '../../respond/responder.ts';
import { realClock } from '../clock.ts';
import { hasDatabase } from '../data-folder.ts';
import { localActor } from '../local-actor.ts';
import { createResponder } from '../respond/compose.ts';
import { createHandOffSources } from '../respond/hand-offs.ts';
import { withDatabase } from '../with-database.ts';
import { type Answer, type Asking, configOf, jsonText } from './asking.ts';

export interface HandOffAsking extends Omit<Asking, 'json'> {
  readonly rotation: string | undefined;
  readonly output: 'table' | 'markdown' | 'json';
}

/** What is done with it before it is shown. */
export interface HandOffDoing {
  /** A certain one; the last that is not signed, or the next, where undefined. */
  readonly id: number | undefined;
  /** The next one, also where the last is not signed. */
  readonly next: boolean;
  readonly note: string | undefined;
  /** Whether the note goes on from shift to shift. */
  readonly keep: boolean;
  readonly dropNote: number | undefined;
  /** `own`: that of who asks. */
  readonly sign: HandOffSide | 'own' | undefined;
}

/** The checklist of a hand-off, after what is wanted of it is done. @throws UsageError, Refused, DatabaseUnavailable */
export function handOffAnswer(asking: HandOffAsking, doing: HandOffDoing): Promise<Answer> {
  return withHandOffs(asking, async (responder, sources, actor) => {
    const { schedule, rotation } = asking;
    const by: HandOffActor = { id: actor.id, via: actor.via, mayStandIn: hasRole(actor.roles, 'admin') };
    if (doing.note !== undefined) {
      await noteHandOff(responder, sources, { schedule, rotation, by, text: doing.note, keep: doing.keep });
    }
    if (doing.dropNote !== undefined)
      await dropNote(responder, sources, { schedule, rotation, by, id: doing.dropNote });
    const shown =
      doing.id === undefined
        ? await currentHandOff(responder, sources, { schedule, rotation, next: doing.next })
        : await getHandOff(responder, doing.id);
    if (doing.sign === undefined) return shown;
    if (shown.id === null) {
      throw new UsageError(`the shift changes at ${shown.shift.start}, and is signed then: nothing is unsigned now`);
    }
    return signHandOff(responder, shown.id, { by, side: doing.sign === 'own' ? undefined : doing.sign });
  });
}

export interface HandOffListing {
  readonly before: number | undefined;
  readonly limit: number;
}

/** Those that were made. Starts no database where there is none yet. @throws UsageError, DatabaseUnavailable */
export async function handOffsPage(asking: HandOffAsking, { before, limit }: HandOffListing): Promise<string> {
  const { environment, schedule, rotation, output, width } = asking;
  const config = await configOf(asking);
  const list = hasDatabase(environment)
    ? await withDatabase(environment, (db) =>
        listOf(createResponder({ db, now: realClock, config, environment, tell: () => undefined }), {
          ...(schedule !== undefined && { schedule }),
          ...(rotation !== undefined && { rotation }),
          before,
          limit,
        }),
      )
    : { schema: 'opsbook/handoffs@1' as const, handoffs: [], next: null };
  return output === 'json' ? jsonText(list) : handOffsText(list, width);
}

async function withHandOffs(
  asking: HandOffAsking,
  work: (responder: Responder, sources: HandOffSources, actor: Actor) => Promise<HandOffView>,
): Promise<Answer> {
  const { environment } = asking;
  const config = await configOf(asking);
  const warnings: string[] = [];
  return withDatabase(environment, async (db) => {
    const tell = (line: string): void => void warnings.push(line);
    const responder = createResponder({ db, now: realClock, config, environment, tell });
    const sources = createHandOffSources(config, responder);
    const view = await work(responder, sources, await localActor(responder, environment));
    return { text: textOf(view, asking), warnings, incomplete: false };
  });
}

function textOf(view: HandOffView, { output, width }: HandOffAsking): string {
  switch (output) {
    case 'json':
      return jsonText(view);
    case 'markdown':
      return handOffMarkdown(view);
    case 'table':
      return handOffText(view, width);
  }
}
