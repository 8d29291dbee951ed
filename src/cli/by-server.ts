import type { Ended } from '../main/ended.ts';
import { readProcess } from '../main/process.ts';
import type { RemoteWish } from '../main/remote-run.ts';
import { changesOf } from '../model/plan.ts';
import { confirmed, notConfirmed } from './confirm.ts';
import type { Interrupts } from './interrupt.ts';
import { leavingCodeOf } from './outcome.ts';
import { pageOf } from './plan.ts';
import { tell } from './tell.ts';

export interface ByServer {
  readonly config?: string;
  readonly profile?: string;
  readonly endpointUrl?: string;
  readonly override?: string;
  readonly reason?: string;
  readonly yes?: boolean;
  readonly quiet?: boolean;
  readonly color: boolean;
  readonly outputFile?: string;
  readonly interrupts: Interrupts;
  /** Hears which execution it is as soon as that is known. */
  readonly begun?: (execution: string) => void;
}

/** The server that executes, where `OPSBOOK_SERVER` names one: not for the embedded sandbox. */
export function serverOf({ sandbox }: { readonly sandbox?: boolean }): string | undefined {
  const { environment } = readProcess();
  return sandbox === true ? undefined : environment['OPSBOOK_SERVER'] || undefined;
}

/** Lets the server plan and execute, shows its plan and asks here, and tells how it goes. */
export async function carriedOutByServer(server: string, wish: RemoteWish, options: ByServer) {
  const { refuseOwnWay, runRemotely } = await import('../main/remote-run.ts');
  const { config, profile, endpointUrl } = options;
  refuseOwnWay({ '--config': config, '--profile': profile, '--endpoint-url': endpointUrl });
  const { environment, columns: width } = readProcess();
  let signal = new AbortController().signal;
  const ended: Ended | undefined = await runRemotely(wish, {
    server,
    environment,
    override: options.override,
    reason: options.reason ?? null,
    width,
    tell: (line) => tell(line, options),
    begun(execution) {
      tell(`execution ${execution}`, options);
      options.begun?.(execution);
    },
    letEnd: () => (signal = options.interrupts.letEnd()),
    async confirm(plan) {
      process.stderr.write(pageOf(plan, options));
      return changesOf(plan).length === 0 || options.yes === true || confirmed('Execute this plan?');
    },
  });
  if (!ended) throw notConfirmed();
  return { ended, code: leavingCodeOf(ended, signal) };
}
