/**
 * Slack's markup as a person reads it: `<https://a.example|here>` is `here (https://a.example)`, `<@U1|bob>` is `@bob`, `&lt;` is `<`.
 * https://docs.slack.dev/messaging/formatting-message-text#retrieving-messages
 */
export function readable(text: string): string {
  // One pass over tokens, whose insides hold no angle brackets; entities after it, so that none of them makes a token.
  const plain = text.replaceAll(/<([^<>]*)>/g, (_, inside: string) => readToken(inside));
  return plain.replaceAll(/&(lt|gt|amp);/g, (_, name: string) => ({ lt: '<', gt: '>' })[name] ?? '&');
}

function readToken(inside: string): string {
  const bar = inside.indexOf('|');
  const target = bar < 0 ? inside : inside.slice(0, bar);
  const label = bar < 0 ? '' : inside.slice(bar + 1);
  if (target.startsWith('@') || target.startsWith('#')) return `${target.slice(0, 1)}${label || target.slice(1)}`;
  if (target.startsWith('!')) return label || `@${target.slice(1)}`;
  const address = target.replace(/^mailto:/, '');
  return label === '' || label === address ? address : `${label} (${address})`;
}
