/** What a command prints, kept: give it as the command's `out`. */
export function printed(width = 80) {
  let text = '';
  return {
    write(part: string): Promise<void> {
      text += part;
      return Promise.resolve();
    },
    width,
    color: false,
    text: () => text,
  };
}
