import type { Problem } from '../core/problem.ts';

/** Something wrong with one gate: its index in the list, and the key where it is about one. */
export interface GateProblem extends Omit<Problem, 'file' | 'line' | 'field'> {
  gate: number;
  key: string | null;
}

/** Takes what is wrong with the gate that is looked at. */
export type GateReport = (key: string | null, problem: Omit<GateProblem, 'gate' | 'key'>) => void;
