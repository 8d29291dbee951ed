import { plain } from '../text/plain.ts';

/**
 * Text that GitHub's Markdown prints as it stands: no markup, no HTML, no link of its own accord, and nobody is
 * mentioned. https://github.github.com/gfm/
 */
export function escapeMarkdown(text: string): string {
  return plain(text)
    .replaceAll(/[\\`*_[\]|~]/g, String.raw`\$&`)
    .replace(/^[-+#=]/, String.raw`\$&`)
    .replace(/^(\d+)([.)])(?=\s|$)/, String.raw`$1\$2`)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/@(?=[a-z\d])|#(?=\d)|\bGH-(?=\d)/gi, '$&<!-- -->')
    .replaceAll('://', '&#58;//')
    .replaceAll(/\bwww\./gi, (found) => `${found.slice(0, 3)}&#46;`);
}

/** A code span, fenced by more backticks than stand in a row in the text. */
export function codeMarkdown(text: string): string {
  const inner = plain(text);
  if (inner === '') return '';
  const longest = Math.max(0, ...[...inner.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const space = inner.startsWith('`') || inner.endsWith('`') ? ' ' : '';
  return `${fence}${space}${inner}${space}${fence}`;
}

export function cellMarkdown(text: string): string {
  return escapeMarkdown(text) || ' ';
}

/** Cells are Markdown already. */
export function tableMarkdown(
  columns: readonly { readonly label: string; readonly right: boolean }[],
  rows: readonly (readonly string[])[],
): string {
  return [
    `| ${columns.map(({ label }) => label).join(' | ')} |`,
    `| ${columns.map(({ right }) => (right ? '---:' : '---')).join(' | ')} |`,
    ...rows.map((cells) => `| ${cells.join(' | ')} |`),
  ].join('\n');
}
