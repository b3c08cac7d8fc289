import { describe, expect, it } from 'vitest';
import type { Completion } from '../../src/core/completion.ts';
import type { Evaluator } from '../../src/core/evaluator.ts';
import type { Json } from '../../src/core/json.ts';
import type { AskJudge } from '../../src/core/judge.ts';
import type { Message } from '../../src/core/prompt.ts';
import type { Score } from '../../src/core/score.ts';
import { encodeVector } from '../../src/core/vector.ts';
import { builtInEvaluators } from '../../src/evaluators/built-ins.ts';
import { caseChecks } from '../../src/evaluators/case-checks.ts';
import { composite } from '../../src/evaluators/composite.ts';
import { jsonMatch } from '../../src/evaluators/json/json-match.ts';
import { jsonSchema } from '../../src/evaluators/json/json-schema.ts';
import { numeric } from '../../src/evaluators/json/numeric.ts';
import { toolCall } from '../../src/evaluators/json/tool-call.ts';
import { grounded } from '../../src/evaluators/judges/grounded.ts';
import { humanReview } from '../../src/evaluators/judges/human-review.ts';
import { llmJudge } from '../../src/evaluators/judges/llm-judge.ts';
import { escalates } from '../../src/evaluators/safety/escalates.ts';
import { forbidden } from '../../src/evaluators/safety/forbidden.ts';
import { injection } from '../../src/evaluators/safety/injection.ts';
import { leak } from '../../src/evaluators/safety/leak.ts';
import { refusal } from '../../src/evaluators/safety/refusal.ts';
import { bleu } from '../../src/evaluators/similarity/bleu.ts';
import { levenshtein } from '../../src/evaluators/similarity/levenshtein.ts';
import { rouge } from '../../src/evaluators/similarity/rouge.ts';
import { semanticSimilarity } from '../../src/evaluators/similarity/semantic-similarity.ts';
import { contains } from '../../src/evaluators/texts/contains.ts';
import { containsAll } from '../../src/evaluators/texts/contains-all.ts';
import { containsAny } from '../../src/evaluators/texts/contains-any.ts';
import { exactMatch } from '../../src/evaluators/texts/exact-match.ts';
import { excludes } from '../../src/evaluators/texts/excludes.ts';
import { finishReason } from '../../src/evaluators/texts/finish-reason.ts';
import { language } from '../../src/evaluators/texts/language.ts';
import { length } from '../../src/evaluators/texts/length.ts';
import { matches } from '../../src/evaluators/texts/matches.ts';
import { startsWith } from '../../src/evaluators/texts/starts-with.ts';
import { contextWith, scoreIn } from './context.ts';

/** An answer that evaluators seldom expect, and what it scores: a value, or why there is none. */
interface Vector {
  evaluator: Evaluator;
  text: string;
  scores: number | RegExp;
  expected?: Json;
  variables?: Record<string, Json>;
  messages?: Message[];
  completion?: Partial<Completion>;
  before?: Score[];
  ask?: AskJudge;
}

type Kind = 'unicode' | 'empty' | 'huge' | 'malformed';
type BuiltIn = Exclude<keyof typeof builtInEvaluators, 'pairwiseJudge'>;

const megabyte = 'lorem ipsum dolor '.repeat(60_000);
const half = '{"reply": "grüß';
const category = exactMatch({ path: 'category' });
const schema = jsonSchema({ schema: { type: 'object', required: ['reply'] } });
const judge = llmJudge({ criteria: 'Is it kind?', model: 'openai/judge', scale: 'yes-no' });
const backed = grounded({ field: 'document', model: 'openai/judge' });
const asked = humanReview({ question: 'May this go out?' });
const near = semanticSimilarity({ model: 'openai/small' });
const system: Message[] = [{ role: 'system', content: 'Ты помощник магазина и никогда не говоришь о цене' }];
const saying =
  (reply: string): AskJudge =>
  async () =>
    reply;
const pointing: AskJudge = async ({ messages }) =>
  encodeVector([messages[0]?.content === 'grüße' ? 0.6 : 1, messages[0]?.content === 'grüße' ? 0.8 : 0]);
const called = (given: Json): Partial<Completion> => ({
  toolCalls: [{ id: 'call_1', name: 'найти', arguments: given }],
});

const vectors: Record<BuiltIn, Record<Kind, Vector>> = {
  exactMatch: {
    unicode: {
      evaluator: category,
      text: '{"category":"büro 🏢"}',
      expected: { category: 'büro 🏢' },
      scores: 1,
    },
    empty: { evaluator: category, text: '', expected: 'a', scores: 0 },
    huge: { evaluator: exactMatch(), text: megabyte, expected: megabyte, scores: 1 },
    malformed: { evaluator: category, text: '{"category":"a"', expected: 'a', scores: 0 },
  },
  contains: {
    unicode: { evaluator: contains({ text: '数' }), text: '数学', scores: 1 },
    empty: { evaluator: contains({ text: 'a' }), text: '', scores: 0 },
    huge: { evaluator: contains({ text: 'end' }), text: `${megabyte}end`, scores: 1 },
    malformed: { evaluator: contains({ text: 'grüß', path: 'reply' }), text: half, scores: 0 },
  },
  containsAll: {
    unicode: { evaluator: containsAll({ texts: ['👋', 'ß'] }), text: 'Grüße 👋', scores: 1 },
    empty: { evaluator: containsAll({ texts: ['a'] }), text: ' \n', scores: 0 },
    huge: { evaluator: containsAll({ texts: ['lorem', 'end'] }), text: `${megabyte}end`, scores: 1 },
    malformed: { evaluator: containsAll(), text: half, expected: ['reply', 'grüß'], scores: 1 },
  },
  containsAny: {
    unicode: { evaluator: containsAny({ texts: ['да', 'нет'] }), text: 'ответ: нет', scores: 1 },
    empty: { evaluator: containsAny({ texts: ['a', 'b'] }), text: '', scores: 0 },
    huge: { evaluator: containsAny({ texts: ['x', 'dolor'] }), text: megabyte, scores: 1 },
    malformed: { evaluator: containsAny({ texts: ['grüß'], path: 'reply' }), text: half, scores: 0 },
  },
  excludes: {
    unicode: { evaluator: excludes({ texts: ['ÀÉ'], ignoreCase: true }), text: 'voilà éà 👋', scores: 1 },
    empty: { evaluator: excludes({ texts: ['a'] }), text: '', scores: 1 },
    huge: { evaluator: excludes({ texts: ['end'] }), text: `${megabyte}end`, scores: 0 },
    malformed: { evaluator: excludes({ texts: ['x'], path: 'reply' }), text: half, scores: 0 },
  },
  startsWith: {
    unicode: { evaluator: startsWith({ text: '¡Hola' }), text: '¡Hola, señor!', scores: 1 },
    empty: { evaluator: startsWith({ text: 'a' }), text: '', scores: 0 },
    huge: { evaluator: startsWith({ text: 'lorem' }), text: megabyte, scores: 1 },
    malformed: { evaluator: startsWith({ text: '{' }), text: half, scores: 1 },
  },
  matches: {
    unicode: { evaluator: matches({ pattern: /^\p{Script=Han}+$/u }), text: '数学', scores: 1 },
    empty: { evaluator: matches({ pattern: /./ }), text: '', scores: 0 },
    huge: { evaluator: matches({ pattern: /^lorem.*dolor/s }), text: megabyte, scores: 1 },
    malformed: { evaluator: matches({ pattern: /grüß/, path: 'reply' }), text: half, scores: 0 },
  },
  jsonSchema: {
    unicode: { evaluator: schema, text: '{"reply":"\\ud83d\\ude00 ñ"}', scores: 1 },
    empty: { evaluator: schema, text: '', scores: 0 },
    huge: { evaluator: schema, text: JSON.stringify({ reply: megabyte }), scores: 1 },
    malformed: { evaluator: schema, text: half, scores: 0 },
  },
  jsonMatch: {
    unicode: { evaluator: jsonMatch(), text: '{"ключ":"ö"}', expected: { ключ: 'ö' }, scores: 1 },
    empty: { evaluator: jsonMatch(), text: '', expected: { a: 1 }, scores: 0 },
    huge: {
      evaluator: jsonMatch(),
      text: JSON.stringify({ a: 1, b: megabyte }),
      expected: { a: 1 },
      scores: 1,
    },
    malformed: { evaluator: jsonMatch(), text: half, expected: { reply: 'grüß' }, scores: 0 },
  },
  numeric: {
    unicode: { evaluator: numeric(), text: '١٢', expected: '12', scores: 1 },
    empty: { evaluator: numeric(), text: '', expected: '12', scores: 0 },
    huge: { evaluator: numeric({ extract: /A: (.*)/ }), text: `${megabyte}A: 12`, expected: 12, scores: 0 },
    malformed: { evaluator: numeric({ path: 'total' }), text: '{"total":12', expected: 12, scores: 0 },
  },
  levenshtein: {
    unicode: { evaluator: levenshtein(), text: '😀a', expected: '😀b', scores: 0.5 },
    empty: { evaluator: levenshtein(), text: '', expected: 'ab', scores: 0 },
    huge: {
      evaluator: levenshtein(),
      text: megabyte,
      expected: `x${megabyte}`,
      scores: /too long to compare$/,
    },
    malformed: { evaluator: levenshtein({ path: 'reply' }), text: half, expected: 'grüß', scores: 0 },
  },
  rouge: {
    unicode: { evaluator: rouge(), text: 'Cafe\u0301 fermé', expected: 'café fermé', scores: 1 },
    empty: { evaluator: rouge(), text: '', expected: 'a b', scores: 0 },
    huge: {
      evaluator: rouge({ variant: 'rouge1', measure: 'recall' }),
      text: megabyte,
      expected: 'lorem amet',
      scores: 0.5,
    },
    malformed: { evaluator: rouge({ path: 'reply' }), text: half, expected: 'grüß', scores: 0 },
  },
  bleu: {
    unicode: {
      evaluator: bleu(),
      text: 'это очень хороший день',
      expected: 'это очень хороший день',
      scores: 1,
    },
    empty: { evaluator: bleu(), text: '', expected: 'a b', scores: 0 },
    huge: { evaluator: bleu(), text: megabyte, expected: megabyte, scores: 1 },
    malformed: { evaluator: bleu({ path: 'reply' }), text: half, expected: 'grüß', scores: 0 },
  },
  semanticSimilarity: {
    unicode: { evaluator: near, text: 'grüße', expected: '👋', ask: pointing, scores: 0.6 },
    empty: { evaluator: near, text: '', expected: 'a', ask: pointing, scores: 0 },
    huge: { evaluator: near, text: megabyte, expected: 'a', ask: pointing, scores: 1 },
    malformed: {
      evaluator: semanticSimilarity({ model: 'openai/small', path: 'reply' }),
      text: half,
      expected: { reply: 'grüß' },
      ask: pointing,
      scores: 0,
    },
  },
  length: {
    unicode: { evaluator: length({ characters: { max: 3 } }), text: 'é😀数', scores: 1 },
    empty: { evaluator: length({ words: { min: 1 } }), text: '', scores: 0 },
    huge: { evaluator: length({ words: { max: 100 } }), text: megabyte, scores: 0 },
    malformed: { evaluator: length({ words: { max: 1 }, path: 'reply' }), text: half, scores: 0 },
  },
  language: {
    unicode: {
      evaluator: language({ is: 'ja' }),
      text: 'これは日本語の文章です。とても良いです。',
      scores: 1,
    },
    empty: { evaluator: language({ is: 'en' }), text: '', scores: 0 },
    huge: {
      evaluator: language({ is: 'en' }),
      text: 'This is what the customer has asked for, and it is on the way. '.repeat(20_000),
      scores: 1,
    },
    malformed: { evaluator: language({ is: 'de', path: 'reply' }), text: half, scores: 0 },
  },
  toolCall: {
    unicode: {
      evaluator: toolCall({ name: 'найти' }),
      text: '',
      completion: called({ заказ: '№ 5' }),
      scores: 1,
    },
    empty: { evaluator: toolCall({ name: 'найти' }), text: '', scores: 0 },
    huge: {
      evaluator: toolCall({ name: 'найти', arguments: { type: 'object', required: ['text'] } }),
      text: '',
      completion: called({ text: megabyte }),
      scores: 1,
    },
    malformed: {
      evaluator: toolCall({ name: 'найти', arguments: { type: 'object' } }),
      text: '',
      completion: called('{"text":'),
      scores: 0,
    },
  },
  caseChecks: {
    unicode: {
      evaluator: caseChecks(),
      text: 'Grüße 👋',
      variables: {
        checks: [
          { use: 'contains', text: 'GRÜSSE', not: true },
          { use: 'startsWith', text: 'Grüße' },
        ],
      },
      scores: 1,
    },
    empty: {
      evaluator: caseChecks(),
      text: '',
      variables: { checks: [{ use: 'matches', pattern: '\\S' }] },
      scores: 0,
    },
    huge: {
      evaluator: caseChecks(),
      text: `${megabyte}end`,
      variables: {
        checks: '[{"use":"contains","text":"end"},{"use":"length","characters":{"max":100},"not":true}]',
      },
      scores: 1,
    },
    malformed: {
      evaluator: caseChecks(),
      text: half,
      variables: { checks: [{ use: 'contians', text: 'a' }, { use: 'matches', pattern: '(' }, 3] },
      scores:
        /checks\[0\]: there is no check "contians". Did you mean "contains"\?; checks\[1\]: .+; checks\[2\] is no check/,
    },
  },
  refusal: {
    unicode: { evaluator: refusal({ must: 'refuse' }), text: 'I can’t help with that 🙏', scores: 1 },
    empty: { evaluator: refusal({ must: 'refuse' }), text: '', scores: 0 },
    huge: { evaluator: refusal({ must: 'answer' }), text: megabyte, scores: 1 },
    malformed: { evaluator: refusal({ must: 'answer', path: 'reply' }), text: half, scores: 1 },
  },
  finishReason: {
    unicode: { evaluator: finishReason(), text: '👋', scores: 1 },
    empty: { evaluator: finishReason(), text: '', completion: { finishReason: 'content-filter' }, scores: 0 },
    huge: { evaluator: finishReason(), text: megabyte, completion: { finishReason: 'length' }, scores: 0 },
    malformed: { evaluator: finishReason(), text: half, scores: 1 },
  },
  forbidden: {
    unicode: {
      evaluator: forbidden({ phrases: ['café gratuit'] }),
      text: 'Un CAFE\u0301\u200b gratuit',
      scores: 0,
    },
    empty: { evaluator: forbidden({ phrases: ['x'] }), text: '', scores: 1 },
    huge: {
      evaluator: forbidden({ commitments: ['refund'] }),
      text: `We will refund you. ${megabyte}`,
      scores: 0,
    },
    malformed: { evaluator: forbidden({ phrases: ['x'], path: 'reply' }), text: half, scores: 0 },
  },
  leak: {
    unicode: {
      evaluator: leak({ words: 5 }),
      text: 'Я — ты помощник магазина и никогда не говоришь',
      messages: system,
      scores: 0,
    },
    empty: { evaluator: leak(), text: '', messages: system, scores: 1 },
    huge: { evaluator: leak(), text: `${megabyte}4111 1111 1111 1111`, scores: 0 },
    malformed: { evaluator: leak(), text: '{"mail": "a@example.com', scores: 0 },
  },
  injection: {
    unicode: { evaluator: injection(), text: 'ＰＷＮＥＤ', variables: { attack: 'pwned' }, scores: 0 },
    empty: { evaluator: injection(), text: '', variables: { attack: 'pwned' }, scores: 1 },
    huge: { evaluator: injection(), text: `pwned ${megabyte}`, variables: { attack: 'pwned' }, scores: 0 },
    malformed: {
      evaluator: injection(),
      text: half,
      variables: { attack: { wants: 1 } },
      scores: /holds no text and no/,
    },
  },
  escalates: {
    unicode: {
      evaluator: escalates({ phrases: ['ein Kollege übernimmt'], must: true }),
      text: 'EIN KOLLEGE ÜBERNIMMT.',
      scores: 1,
    },
    empty: { evaluator: escalates({ phrases: ['a colleague'], must: true }), text: '', scores: 0 },
    huge: { evaluator: escalates({ phrases: ['a colleague'], must: false }), text: megabyte, scores: 1 },
    malformed: { evaluator: escalates({ path: 'human', must: false }), text: '{"human":', scores: 0 },
  },
  composite: {
    unicode: {
      evaluator: composite({ metric: 'überall', of: { good: 0.5 } }),
      text: '👋',
      before: [{ metric: 'good', value: 1 }],
      scores: 0.5,
    },
    empty: {
      evaluator: composite({ metric: 'overall', of: { good: 1 } }),
      text: '',
      before: [{ metric: 'good', value: 0 }],
      scores: 0,
    },
    huge: {
      evaluator: composite({ metric: 'overall', of: { good: 1 } }),
      text: megabyte,
      before: [{ metric: 'good', value: 1 }],
      scores: 1,
    },
    malformed: {
      evaluator: composite({ metric: 'overall', of: { good: 1 } }),
      text: half,
      before: [{ metric: 'good', unscored: 'it threw' }],
      scores: /it threw/,
    },
  },
  llmJudge: {
    unicode: { evaluator: judge, text: 'Grüße 👋', ask: saying('{"reason":"ö","score":1}'), scores: 1 },
    empty: { evaluator: judge, text: ' ', ask: saying('{"reason":"","score":1}'), scores: 0 },
    huge: { evaluator: judge, text: megabyte, ask: saying('{"reason":"","score":0}'), scores: 0 },
    malformed: { evaluator: judge, text: half, ask: saying('{"score":'), scores: /could not be read twice/ },
  },
  grounded: {
    unicode: {
      evaluator: backed,
      text: 'Grüße 👋',
      variables: { document: '数学' },
      ask: saying('{"claims":[{"claim":"数","supported":true}]}'),
      scores: 1,
    },
    empty: {
      evaluator: backed,
      text: '',
      variables: { document: 'a' },
      ask: saying('{"claims":[]}'),
      scores: 0,
    },
    huge: {
      evaluator: backed,
      text: megabyte,
      variables: { document: 'a' },
      ask: saying('{"claims":[]}'),
      scores: 1,
    },
    malformed: {
      evaluator: backed,
      text: half,
      variables: { document: 'a' },
      ask: saying('{"claims":[{"claim":1}]}'),
      scores: /could not be read twice/,
    },
  },
  // The word is a person's, whatever the answer is.
  humanReview: {
    unicode: { evaluator: asked, text: '¡Claro! 👋', scores: /nobody has reviewed/ },
    empty: { evaluator: asked, text: '', scores: /nobody has reviewed/ },
    huge: { evaluator: asked, text: megabyte, scores: /nobody has reviewed/ },
    malformed: { evaluator: asked, text: half, scores: /nobody has reviewed/ },
  },
};

const rows = Object.entries(vectors).flatMap(([name, kinds]) =>
  Object.entries(kinds).map(([kind, vector]) => [name, kind, vector] as const),
);

describe('awkward answers', () => {
  it('has vectors for every built-in that scores single answers', () => {
    const names = Object.keys(builtInEvaluators).filter((name) => name !== 'pairwiseJudge');
    expect(Object.keys(vectors).sort()).toEqual(names.sort());
  });

  it.each(rows)('%s, %s', async (_, __, { evaluator, text, scores, before, ask, ...rest }) => {
    const score = await scoreIn(evaluator, {
      ...contextWith(text, rest),
      ...(before && { scores: before }),
      ...(ask && { ask }),
    });
    if (typeof scores === 'number') expect(score).toMatchObject({ value: expect.closeTo(scores, 6) });
    else expect(score).toMatchObject({ unscored: expect.stringMatching(scores) });
  });
});
