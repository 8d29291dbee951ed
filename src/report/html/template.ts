import { plain } from '../text/plain.ts';

/** Markup that is safe to print: nothing else becomes markup. */
export interface Html {
  readonly html: string;
}

type Content = string | number | Html | readonly Html[];

export const NOTHING: Html = { html: '' };

/** A template whose every string is text: whatever a name, a tag or a message holds, it is printed and never obeyed. */
export function markup(strings: TemplateStringsArray, ...values: readonly Content[]): Html {
  return { html: strings.reduce((text, part, index) => `${text}${contentText(values[index - 1] ?? '')}${part}`) };
}

function contentText(value: Content): string {
  if (typeof value === 'string') return escapeHtml(plain(value));
  if (typeof value === 'number') return String(value);
  if ('html' in value) return value.html;
  return value.map((item) => item.html).join('');
}

/** Text of several lines, for `pre`: white space is kept, each line is made safe by itself. */
export function preformatted(text: string): Html {
  const lines = text.split('\n').map((line) => {
    const indent = /^ */.exec(line)?.[0] ?? '';
    return `${indent}${escapeHtml(plain(line))}`;
  });
  return { html: lines.join('\n') };
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
