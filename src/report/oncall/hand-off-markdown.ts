import type { HandOffNote, HandOffSection, HandOffView } from '../../model/oncall/hand-off.ts';
import { entryWords, momentWords, spanWords } from '../../model/oncall/hand-off-words.ts';
import { codeMarkdown, escapeMarkdown } from '../markdown/escape.ts';
import { readable } from '../text/readable.ts';
import { sourceWords, whoWords } from './hand-off.ts';

/** The checklist of a hand-off as Markdown, with boxes to tick: what others wrote stands in it as it is. */
export function handOffMarkdown(view: HandOffView): string {
  const { schedule, rotation, shift, timezone, sections, notes } = view;
  const before = sections.filter(({ id }) => id !== 'contacts' && id !== 'links');
  const after = sections.filter((section) => !before.includes(section));
  const parts = [
    `# On-call hand-off: ${escapeMarkdown(`${schedule}, ${rotation}`)}, ${momentWords(shift.start, timezone)}`,
    escapeMarkdown(`${whoWords(view)}, ${spanWords(shift.start, shift.end, timezone)} ${timezone}`),
    ...before.map((section) => sectionMarkdown(section, timezone)),
    notesMarkdown(notes, timezone),
    ...after.map((section) => sectionMarkdown(section, timezone)),
    ...signaturesMarkdown(view),
  ];
  return `${parts.join('\n\n')}\n`;
}

function sectionMarkdown({ id, title, entries, more, unknown }: HandOffSection, timezone: string): string {
  const mark = id === 'contacts' || id === 'links' ? '- ' : '- [ ] ';
  const lines = [
    ...entries.map((entry) => {
      const words = escapeMarkdown(readable(entryWords(entry, timezone)));
      if (entry.source.kind === 'link') return `${mark}${linkMarkdown(words, entry.source.id)}`;
      return `${mark}${words} ${codeMarkdown(sourceWords(entry.source))}`;
    }),
    ...(more > 0 ? [`- … and ${more} more`] : []),
    ...unknown.map((sentence) => `- Not known: ${escapeMarkdown(readable(sentence))}`),
  ];
  return `## ${title}\n\n${lines.length === 0 ? 'None.' : lines.join('\n')}`;
}

function notesMarkdown(notes: readonly HandOffNote[], timezone: string): string {
  const lines = notes.map(
    ({ text, author, at, keep }) =>
      `- [ ] ${escapeMarkdown(text)} (${escapeMarkdown(author)}, ${momentWords(at, timezone)}${keep ? ', kept' : ''})`,
  );
  return `## Important notes\n\n${lines.length === 0 ? 'None.' : lines.join('\n')}`;
}

/** Only to the web: a link of another kind does something when it is clicked. */
function linkMarkdown(words: string, url: string): string {
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) return `${words} ${codeMarkdown(url)}`;
  // Percent-encoded as a browser does it, so that no bracket of it ends the link.
  return `[${words}](<${new URL(url).href.replaceAll('<', '%3C').replaceAll('>', '%3E')}>)`;
}

function signaturesMarkdown({ id, outgoing, incoming, signed, timezone }: HandOffView): string[] {
  if (id === null) return [];
  const line = (side: 'outgoing' | 'incoming', person: string): string => {
    const signature = signed[side];
    const who = `${side} ${escapeMarkdown(person)}`;
    if (!signature) return `- [ ] ${who}`;
    const behalf = signature.by === person ? '' : ` by ${escapeMarkdown(signature.by)} on their behalf`;
    return `- [x] ${who}, ${momentWords(signature.at, timezone)}${behalf}`;
  };
  return [
    `## Signed\n\n${[...(outgoing ? [line('outgoing', outgoing.id)] : []), line('incoming', incoming.id)].join('\n')}`,
  ];
}
