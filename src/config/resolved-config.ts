import type { AttemptMode } from '../core/attempts.ts';
import type { CacheMode } from '../core/cache-mode.ts';
import type { Case } from '../core/case.ts';
import type { Evaluator } from '../core/evaluator.ts';
import type { Gate } from '../core/gate.ts';
import type { RunPolicy } from '../core/policy.ts';
import type { ModelParameters } from '../core/prompt.ts';
import type { ModelPrice, ProviderDefinition } from '../core/provider.ts';
import type { RiskRules } from '../core/risk.ts';
import type { OnInconclusive } from '../core/run-file.ts';
import type { Webhook } from '../core/webhook.ts';
import type { GitRegistryConfig, IdentityConfig, ProviderConfig } from './user-config.ts';

/** A prompt's part of the config, checked, with defaults filled in and paths made absolute. */
export interface ResolvedPrompt {
  name: string;
  file: string;
  datasets: string[];
  models: ('own' | { model: string; parameters: ModelParameters })[];
  repeats: number;
  /** Whether a run ends when it can hardly pass any more. */
  stopEarly: boolean;
  evaluators: Evaluator[];
  gates: Gate[];
  /** Where a gate stands in the config's list, by its name. */
  gatePlaces?: ReadonlyMap<string, number>;
  attempts: AttemptMode;
  onInconclusive: OnInconclusive;
  /** The field by which cases are counted where no gate says otherwise. */
  cluster?: string;
  /** Aliases in the order in which a candidate passes them; empty: each stands for itself. */
  path: string[];
  /** Where its gates, evaluators and cases are those of the protected branch. */
  policy?: PromptPolicy;
}

/** What a protected branch adds to a prompt. */
export interface PromptPolicy extends RunPolicy {
  /** The cases by which a run is judged, where they are not those of the dataset: those there, and what is new. */
  cases: Case[] | null;
  /** Lines of the ledger of attempts that are committed there and not here. */
  lostAttempts: string[];
}

export interface ResolvedConfig {
  /** The folder of the config file; every relative path starts here. */
  root: string;
  /** The config file. */
  file: string;
  prompts: Map<string, ResolvedPrompt>;
  providers: Record<string, ProviderConfig | ProviderDefinition>;
  prices: Record<string, ModelPrice>;
  /** A folder or an address, or a branch of a git remote. */
  registry: string | { git: Required<GitRegistryConfig> };
  reports: string;
  maxCost: number | null;
  cache: CacheMode;
  maxRunAgeMs: number;
  /** A file that must exist; null for `OWNERS.yml` where there is one. */
  owners: string | null;
  identity: IdentityConfig | null;
  risk: RiskRules;
  /** `ci`: no machine but CI's releases, and only what is committed. */
  releaseFrom: 'ci' | 'anywhere';
  webhooks: Webhook[];
}
