import type { Actor } from '../engine/conduct/workplace.ts';
import type { Desk } from '../engine/desk/desk.ts';
import type { JsonObject } from '../model/json.ts';
import type { Plan } from '../model/plan.ts';
import type { OidcProvider } from './oidc/provider.ts';
import type { RespondPorts } from './respond-ports.ts';

/** What the HTTP API needs of the rest; composed where the configuration is read. */
export interface ApiPorts extends RespondPorts {
  readonly desk: Desk;
  readonly version: string;
  readonly planner: Planner;
  /** Where it is reached by everybody else, where that is so: `https://ops.example.org`. */
  readonly publicUrl: URL | null;
  readonly oidc: OidcProvider | null;
  /** Who sits at this machine, as long as nobody is registered and only this machine can ask; undefined else. */
  readonly whoIsHere: () => Promise<Actor | undefined>;
  /** An error of ours, for whoever runs the server: the person who asked gets the number only. */
  readonly report: (number: string, error: unknown) => void;
  /** A line for whoever runs the server. */
  readonly tell: (line: string) => void;
  /** Ends what would go on for ever, like streams, when the server stops. */
  readonly stopping: AbortSignal;
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>;
}

export interface PlanWish {
  readonly runbook: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** A target of the configuration, or account/region. Never credentials, and no address to send them to. */
  readonly target?: string | undefined;
  readonly region?: string | undefined;
}

/** Makes plans where the targets and their credentials are known. */
export interface Planner {
  /** @throws UsageError, Refused, AwsFault */
  plan(wish: PlanWish): Promise<Plan>;
  /** The environment that a plan belongs to, and by which way its account is reached. */
  about(plan: Plan): { readonly environment: string | null; readonly access: JsonObject };
}
