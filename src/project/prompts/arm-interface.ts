import type { Arms } from '../../evaluation/evaluation.ts';
import { interfaceChanges } from '../../prompts/interface-changes.ts';

/** What the built-in gate `interface` is asked. */
export function interfaceOf({ baseline, candidate }: Arms) {
  return {
    changes: baseline && interfaceChanges(baseline.prompt, candidate.prompt),
    declaredBreaking: declaresBreaking(candidate),
  };
}

/** The baseline's schema, so that a draft can't pass by dropping a field; its own where it breaks it on purpose. */
export function outputSchemaOf({ baseline, candidate }: Arms) {
  const keeper = baseline !== null && !declaresBreaking(candidate) ? baseline : candidate;
  return keeper.prompt.jsonSchema?.schema ?? candidate.prompt.jsonSchema?.schema ?? null;
}

function declaresBreaking(candidate: Arms['candidate']): boolean {
  return candidate.prompt['x-prompteval'].interface === 'breaking';
}
