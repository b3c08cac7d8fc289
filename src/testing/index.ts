/** What tests of evaluators import from 'prompteval/testing'. */

export { checkEvaluator, type EvaluatorCheckOptions } from './check-evaluator.ts';
export { ContractError } from './contract-error.ts';
export { awkwardAnswers, contextOf, type EvaluatorCase } from './evaluator-case.ts';
