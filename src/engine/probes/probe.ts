import type { Probe } from '../../model/plan.ts';
import type { Probed } from '../execute/ports.ts';
import { probeHttp } from './http.ts';
import { probeSql } from './sql.ts';

export interface ProbeTools {
  /** The value that `${env:NAME}` stands for; undefined where there is none. */
  readonly secret: (name: string) => string | undefined;
  /** Runs a checklist, and says whether anything fails in it. */
  readonly checklist: (id: string, parameters: Readonly<Record<string, string>>) => Promise<Probed>;
}

/** One look at what was brought about, by using it. What goes wrong is seen, not thrown: it is tried again. */
export function createProbe(tools: ProbeTools): (probe: Probe) => Promise<Probed> {
  return async (probe) => {
    if (probe.type === 'checklist') return tools.checklist(probe.checklist, probe.parameters);
    const url = withSecrets(probe.url, tools);
    if ('missing' in url) return { ok: false, observed: `the environment has no ${url.missing}` };
    return probe.type === 'http' ? probeHttp(url.text, probe) : probeSql(url.text, probe);
  };
}

const SECRET = /\$\{env:([^}]+)\}/g;

/** Within a URL a secret is a part: what has a meaning there is encoded. */
function withSecrets(url: unknown, { secret }: ProbeTools): { readonly text: string } | { readonly missing: string } {
  const text = typeof url === 'string' ? url : JSON.stringify(url);
  const missing = [...text.matchAll(SECRET)].find(([, name = '']) => secret(name) === undefined)?.[1];
  if (missing !== undefined) return { missing };
  return { text: text.replaceAll(SECRET, (_, name: string) => encodeURIComponent(secret(name) ?? '')) };
}
