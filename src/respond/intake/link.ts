import type { SignalLink } from '../../model/incident/signal.ts';
import { oneLine } from './text.ts';

const MAX_HREF_CHARS = 2000;

/** A link that can be shown as one; none for what is no http or https address, or carries a password. */
export function linksTo(label: string, href: string | null | undefined): SignalLink[] {
  const text = oneLine(label, 100);
  return href != null && text !== '' && isLinkable(href) ? [{ label: text, href: new URL(href).href }] : [];
}

/** `javascript:` and the like would run in the console of who clicks. */
export function isLinkable(href: string): boolean {
  if (href.length > MAX_HREF_CHARS || !URL.canParse(href)) return false;
  const { protocol, username, password, href: written } = new URL(href);
  const isWeb = protocol === 'http:' || protocol === 'https:';
  return isWeb && username === '' && password === '' && written.length <= MAX_HREF_CHARS;
}
