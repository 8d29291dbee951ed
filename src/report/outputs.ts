/** The names that `--output` takes; what they mean is in formats.ts, which is loaded when a result is printed. */
export const OUTPUTS = ['table', 'json', 'markdown', 'html', 'csv', 'junit', 'ocsf'] as const;

export type Output = (typeof OUTPUTS)[number];
