/** `arn:aws:bedrock:<region>:<account>:<resource>`, also of the other partitions (aws-cn, aws-us-gov). */
const arnPattern = /^arn:aws[\w-]*:bedrock:([\w-]*):(\d*):(.+)$/;

/** The region that an ARN names; null for ids that are no ARN, and for ARNs of no region. */
export function regionOfArn(modelId: string): string | null {
  return arnPattern.exec(modelId)?.[1] || null;
}

/** A prompt of Bedrock's Prompt management, which has a model, a system text and settings of its own. */
export function isPromptArn(modelId: string): boolean {
  return arnPattern.exec(modelId)?.[3]?.startsWith('prompt/') ?? false;
}

/** Whether an id says that it is a Claude model. The ARN of an application's inference profile does not tell. */
export function isClaude(modelId: string): boolean {
  return /(^|[./])anthropic\.claude/.test(modelId);
}

/** Inference profiles that cross regions begin with the area: `us.`, `eu.`, `apac.` and `global.`, for instance. */
export function profileFor(modelId: string, region: string): string {
  const area = region.startsWith('us-gov-') ? 'us-gov' : (areas[region.split('-')[0] ?? ''] ?? 'global');
  return `${area}.${modelId}`;
}

const areas: Record<string, string> = { us: 'us', eu: 'eu', ap: 'apac', ca: 'ca' };
