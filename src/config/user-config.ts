import type { AttemptMode } from '../core/attempts.ts';
import type { CacheMode } from '../core/cache-mode.ts';
import type { Evaluator } from '../core/evaluator.ts';
import type { ModelParameters } from '../core/prompt.ts';
import type { ModelPrice, ProviderDefinition } from '../core/provider.ts';
import type { MandatoryGate, RiskLevel, Role } from '../core/risk.ts';
import type { OnInconclusive } from '../core/run-file.ts';
import type { WebhookEvent } from '../core/webhook.ts';

/** What a gate asks for; it has exactly one of these. */
interface GateRules {
  noWorseThan: 'baseline';
  betterThan: 'baseline';
  min: number | string;
  max: number | string;
  /** A share such as `'10%'` or `0.1`. */
  maxIncrease: number | string;
  mustPass: string;
}

interface GateDetails {
  metric?: string;
  /** Score units, or a share of the baseline such as `'2%'`. */
  margin?: number | string;
  by?: number | string;
  stat?: 'p95';
  /** `critical`, or a tag. */
  cases?: string;
  evenIfBaselineFails?: boolean;
  name?: string;
  confidence?: number;
  models?: string[];
  slice?: string;
  /** A field of the dataset: cases that have the same there are counted as one. Default: the prompt's. */
  cluster?: string;
  enforce?: boolean;
  /** Decides only where `calibrate` found a kappa of at least this, 95 % sure; until then it reports. */
  requireCalibration?: number;
}

type ExactlyOne<Rules> = {
  [Rule in keyof Rules]: Pick<Rules, Rule> & { [Other in Exclude<keyof Rules, Rule>]?: never };
}[keyof Rules];

/** A gate as it is written; docs/gates.md explains each. */
export type GateConfig = GateDetails & ExactlyOne<GateRules>;

/** `'own'`, `'provider/model'`, or a model with parameters or a price of its own. */
export type ModelConfig = string | { model: string; parameters?: ModelParameters; price?: ModelPrice };

/** An evaluator, or in a JSON config its name or file with its options. */
export type EvaluatorConfig = Evaluator | string | { use: string; [option: string]: unknown };

export interface PromptConfig {
  /** Default: `prompts/<name>.prompt.yml`. */
  file?: string;
  /** One file or a list of files. */
  dataset: string | string[];
  /** Default: `['own']`. */
  models?: ModelConfig[];
  repeats?: number;
  /** Ends a run that can hardly pass any more; default false. */
  stopEarly?: boolean;
  evaluators?: EvaluatorConfig[];
  gates?: GateConfig[];
  /** Default `counted`; `corrected`: each further attempt against the same cases is judged more strictly. */
  attempts?: AttemptMode;
  /** Default `block`; `ask`: where nothing failed, an owner's approval of exactly that plan promotes. */
  onInconclusive?: OnInconclusive;
  /** A field of the dataset, such as `'customer'`: cases that have the same there are counted as one. */
  cluster?: string;
  /** In place of the project's. */
  path?: string[];
}

/** What a risk level asks of a release; docs/releasing.md has the defaults. */
export interface RiskConfig {
  /** By so many different people. */
  approvals?: number;
  /** Each of them owns the prompt in one of these roles. */
  roles?: Role[];
  /** Each of these roles has to be among them. */
  including?: Role[];
  /** Gates that have to be there. */
  gates?: MandatoryGate[];
}

export interface ProviderConfig {
  /** The protocol it speaks; default: its own name. */
  type?: string;
  /** Which of OpenAI's protocols; default `chat`. */
  api?: 'chat' | 'responses';
  /** Answers come in pieces, which measures the time to the first token; default false. */
  stream?: boolean;
  /** Of AWS; default: `AWS_REGION`. */
  region?: string;
  /** Another address than that of the AWS region. */
  endpoint?: string;
  /** Of Azure OpenAI, such as `2024-10-21`. */
  apiVersion?: string;
  /** A profile of the AWS config files; default: `AWS_PROFILE`. */
  profile?: string;
  baseURL?: string;
  apiKey?: string;
  concurrency?: number;
  /** Most calls that may start in a minute, over all models. */
  requestsPerMinute?: number;
  /** Most tokens of input and output in a minute, over all models. */
  tokensPerMinute?: number;
  maxRetries?: number;
  timeoutMs?: number;
}

/** How CI proves which job it is; docs/owners.md. */
export interface IdentityConfig {
  /** As the tokens name it, such as `https://token.actions.githubusercontent.com`. */
  issuer: string;
  /** What the tokens are made for. */
  audience: string;
  /** The address of the issuer's public keys, or a file with a copy of them. */
  jwks: string;
}

/** A registry on a branch: docs/registry.md. */
export interface GitRegistryConfig {
  branch: string;
  /** Default: `origin`. */
  remote?: string;
  /** The folder on that branch, relative to the config; default `.prompteval/registry`. */
  folder?: string;
}

/** Where a promotion, a rollback, a block or an incident is told; docs/ci.md. */
export interface WebhookConfig {
  /** An `https://` address, or `$NAME` of the variable that holds it. */
  url: string;
  /** The variable that holds the key of the signature. */
  secret?: string;
  /** Default: all of them. */
  on?: WebhookEvent[];
  /** Default `json`; `slack` is a message for Slack's incoming webhooks. */
  format?: 'json' | 'slack';
}

/** What a config file exports. */
export interface UserConfig {
  prompts: Record<string, PromptConfig>;
  /** By what stands before the `/` in `provider/model`: settings, or a provider made with defineProvider. */
  providers?: Record<string, ProviderConfig | ProviderDefinition>;
  /** USD per million tokens, by `provider/model`. */
  prices?: Record<string, ModelPrice>;
  /**
   * A folder, `postgres://…`, or a branch of a git remote that moves are pushed to; default `.prompteval/registry`. The variable
   * PROMPTEVAL_REGISTRY wins over it.
   */
  registry?: string | { git: GitRegistryConfig };
  /** Default: `reports`. */
  reports?: string;
  /** USD a run; default null, no cap. */
  maxCost?: number | null;
  /** Whether answers of earlier runs may be taken, and new ones kept; default `off`. */
  cache?: CacheMode;
  /** How long a run stays fit to be released, such as `'24h'`; default 24 hours. */
  maxRunAge?: string;
  /** Who owns which prompts; default: `OWNERS.yml`, where there is one. */
  owners?: string;
  /** Lets a CI job act under a name that is proven. Default: none, and no network. */
  identity?: IdentityConfig;
  /** Told of what happened to aliases, after it did. */
  webhooks?: WebhookConfig[];
  /** By the risk that a prompt names. */
  risk?: Partial<Record<RiskLevel, RiskConfig>>;
  /** Aliases in the order in which a candidate passes them, such as `['staging', 'stable']`. */
  path?: string[];
  /** `ci`: `release` refuses on any other machine, and where something is not committed. Default: `anywhere`. */
  release?: { from: 'ci' | 'anywhere' };
}

/** Types a config; returns it unchanged. */
export function defineConfig(config: UserConfig): UserConfig {
  return config;
}
