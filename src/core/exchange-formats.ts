/** What `import` reads. */
export const importFormats = ['promptfoo', 'dotprompt', 'prompt.yml', 'langfuse'] as const;
export type ImportFormat = (typeof importFormats)[number];

/** What `export` writes. */
export const exportFormats = ['prompt.yml', 'dotprompt', 'bedrock'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** The shells that `completion` knows. */
export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];
