/** A difference that a gate allows or asks for: in score units, or as a share of the baseline. */
export interface Margin {
  kind: 'absolute' | 'relative';
  value: number;
}

interface GateCommon {
  /** What reports call it; unique within a prompt. */
  name: string;
  enforced: boolean;
  /** One-sided. */
  confidence: number;
  /** null: every model of the run. */
  models: string[] | null;
  slice: string | null;
}

export type Gate = GateCommon &
  (
    | { rule: 'noWorseThan'; metric: string; margin: Margin }
    | { rule: 'betterThan'; metric: string; by: Margin }
    | { rule: 'min' | 'max'; metric: string; limit: number; stat: 'p95' | null }
    | { rule: 'maxIncrease'; metric: string; limit: number }
    | { rule: 'mustPass'; metric: string; cases: string; evenIfBaselineFails: boolean }
  );
