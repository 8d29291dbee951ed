import type { Message } from '../../model/incident/message.ts';
import { factsOf, keyOf, linkOf, subjectOf } from './letter.ts';
import { cut, plainText, utf8Bytes } from './plain-text.ts';

/** A plain page, without style sheet, script or picture: all that others wrote is text in it. */
export function htmlOf(message: Message, bodyBytes: number): string {
  const facts = factsOf(message).map(
    ({ label, value }) => `<tr><td>${escapeHtml(label)}</td><td>${escapeHtml(value)}</td></tr>`,
  );
  const link = linkOf(message);
  return [
    '<!doctype html><html><head><meta charset="utf-8"></head><body>',
    `<h2>${escapeHtml(subjectOf(message, 300))}</h2>`,
    `<pre style="white-space: pre-wrap">${escapeHtml(cut(plainText(message.body), bodyBytes, utf8Bytes))}</pre>`,
    ...(facts.length === 0 ? [] : [`<table cellpadding="4">${facts.join('')}</table>`]),
    ...(link === null ? [] : [`<p><a href="${escapeHtml(link)}">Open the incident</a></p>`]),
    `<p><small>Key: ${escapeHtml(keyOf(message))}</small></p>`,
    '</body></html>',
  ].join('\n');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
