/** Copies a text and says so; where the browser does not let it, shows the text to be copied by hand. */
export async function copyText(text: string, what: string): Promise<string> {
  try {
    await navigator.clipboard.writeText(text);
    return `${what} is copied.`;
  } catch {
    return `Copying was not allowed. ${what}: ${text}`;
  }
}
