/** Asks a sandbox server's control API, which answers JSON. */
export async function askControl<T>(
  { url }: { readonly url: string },
  method: 'GET' | 'POST' | 'DELETE',
  action: string,
  body?: object,
): Promise<T> {
  const response = await fetch(`${url}/_sandbox/${action}`, { method, ...(body && { body: JSON.stringify(body) }) });
  return (await response.json()) as T;
}
