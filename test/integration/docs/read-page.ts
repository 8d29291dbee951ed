import { readFileSync } from 'node:fs';

/** A command of a page, and what the page says that one sees. */
export interface Shown {
  readonly command: string;
  /** The lines beneath it; those of `…` alone are left out. */
  readonly lines: readonly string[];
}

const BLOCK = /^```(?:console|\w+ (?<file>[\w./-]+)) doc-test\n(?<text>.*?)^```$/gms;

/** The commands of the blocks marked `doc-test`, in their order; a file that the page shows is written at its place. */
export function readPage(path: string): Shown[] {
  const page = readFileSync(path, 'utf8');
  return [...page.matchAll(BLOCK)].flatMap(({ groups }) => {
    const { file, text = '' }: { file?: string; text?: string } = groups ?? {};
    return file === undefined ? commandsOf(text) : [{ command: `cat > ${file} <<'END'\n${text}END`, lines: [] }];
  });
}

function commandsOf(block: string): Shown[] {
  const shown: { command: string; lines: string[] }[] = [];
  for (const line of block.split('\n')) {
    const last = shown.at(-1);
    if (line.startsWith('$ ')) shown.push({ command: line.slice(2), lines: [] });
    else if (last?.lines.length === 0 && last.command.endsWith('\\')) last.command += `\n${line}`;
    else if (last && line.trim() !== '' && line.trim() !== '…') last.lines.push(line);
  }
  return shown;
}
