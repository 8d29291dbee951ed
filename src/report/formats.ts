import type { ChecklistResult } from '../model/result.ts';
import type { Output } from './outputs.ts';
import type { TerminalOptions } from './terminal.ts';

interface RenderOptions extends TerminalOptions {
  /** Opsbook's own version, for formats that name the product that made them. */
  readonly version?: string;
}

type Render = (result: ChecklistResult, options: RenderOptions) => string;

/** Every way to print a checklist's result, by the name `--output` takes; each is loaded when it is used. */
const FORMATS = {
  table: async () => (await import('./terminal.ts')).renderTerminal,
  json: async () => (await import('./json.ts')).renderJson,
  markdown: async () => (await import('./markdown.ts')).renderMarkdown,
  html: async () => (await import('./html.ts')).renderHtml,
  csv: async () => (await import('./csv.ts')).renderCsv,
  junit: async () => (await import('./junit.ts')).renderJunit,
  ocsf: async () => (await import('./ocsf.ts')).renderOcsf,
} as const satisfies Record<Output, () => Promise<Render>>;

export async function render(output: Output, result: ChecklistResult, options: RenderOptions): Promise<string> {
  const renderer: Render = await FORMATS[output]();
  return renderer(result, options);
}
