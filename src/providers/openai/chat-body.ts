import type { OpenAI } from 'openai';

/** What goes over the wire of Chat Completions. */
export type ChatBody = OpenAI.Chat.ChatCompletionCreateParamsNonStreaming;
