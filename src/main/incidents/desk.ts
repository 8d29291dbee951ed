import type { IncidentAction, IncidentOpening } from '../../model/incident/action.ts';
import type { IncidentList, IncidentPage, IncidentView } from '../../model/incident/view.ts';

export interface IncidentWhere {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly configFile?: string | undefined;
  /** Hears what could not be read beside, like a calendar. */
  readonly tell: (line: string) => void;
}

export interface Listing {
  /** Only these: open ones, or those that are over. */
  readonly open?: boolean | undefined;
  readonly limit: number;
}

export interface OpenedIncident {
  readonly how: 'opened' | 'again' | 'reopened';
  readonly incident: IncidentView;
}

/** Where incidents are looked at and acted on: the database at hand, or a server that is asked. */
export interface IncidentDesk {
  /** The newest first. @throws NotAllowed */
  list(listing: Listing): Promise<IncidentList>;
  /** @throws UsageError where there is none, NotAllowed */
  show(number: number): Promise<IncidentPage>;
  /** Adds to the one that is open for the same key. @throws UsageError, NotAllowed */
  open(opening: IncidentOpening): Promise<OpenedIncident>;
  /** @throws UsageError, Refused */
  perform(number: number, action: IncidentAction): Promise<IncidentView>;
  /** An execution is for this incident from now on: how it goes is told there. @throws UsageError, NotAllowed */
  attach(number: number, execution: string): Promise<void>;
  /** Has timelines say how executions stand, where that is not left to a server. */
  tellExecutions(): Promise<void>;
}

/** By the server of `OPSBOOK_SERVER`, where that is set; else on the database. @throws UsageError, DatabaseUnavailable */
export async function withIncidentDesk<T>(where: IncidentWhere, work: (desk: IncidentDesk) => Promise<T>): Promise<T> {
  const { environment } = where;
  const server = environment['OPSBOOK_SERVER'];
  if (server) {
    const { remoteIncidentDesk } = await import('./remote-desk.ts');
    return work(remoteIncidentDesk(server, environment['OPSBOOK_TOKEN']));
  }
  const [{ localIncidentDesk }, { withLocalResponder }] = await Promise.all([
    import('./local-desk.ts'),
    import('./local-responder.ts'),
  ]);
  return withLocalResponder(where, (local) => work(localIncidentDesk(local)));
}
