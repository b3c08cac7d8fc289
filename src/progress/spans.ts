import type { Context, Span, Tracer } from '@opentelemetry/api';
import type { AnswerFigures, JudgeCall, ProgressEvent, ProgressSink, TrialPlace } from '../core/progress.ts';

/** The parts of OpenTelemetry's API that are needed where it is loaded. */
export interface SpanTools {
  tracer: Tracer;
  /** The context in which this span is the parent. */
  under(span: Span): Context;
  /** SpanStatusCode.ERROR */
  errorCode: number;
  /** SpanKind.CLIENT */
  clientKind: number;
}

interface OpenTrial {
  span: Span;
  call: Span | null;
}

/**
 * A run as spans: one for the run, one for each trial, and by the semantic conventions for generative AI one for each
 * call of a trial and for each reply of a judge. No text is in them.
 */
export class RunSpans {
  readonly #tools: SpanTools;
  readonly #trials = new Map<string, OpenTrial>();
  #run: Span | null = null;

  constructor(tools: SpanTools) {
    this.#tools = tools;
  }

  emit(event: ProgressEvent): void {
    switch (event.type) {
      case 'run-started':
        this.#startRun(event);
        return;
      case 'trial-started':
        this.#startTrial(event.trial);
        return;
      case 'attempt-started': {
        const trial = this.#trials.get(keyOf(event.trial));
        if (trial)
          trial.call = this.#startCall(event.trial.model, trial.span, {
            'prompteval.attempt': event.attempt,
          });
        return;
      }
      case 'attempt-answered':
        this.#endCall(event.trial, (call) => call.setAttributes(answered(event.answer)));
        return;
      case 'attempt-failed':
        this.#endCall(event.trial, (call) => this.#fail(call, event.code));
        return;
      case 'trial-finished':
        this.#endTrial(event);
        return;
      case 'judge-replied':
        if (!event.cached) this.#judged(event.judge, event.answer);
        return;
      case 'verdict': {
        const { status, spend } = event;
        this.#run?.setAttributes({
          'prompteval.verdict': status,
          'prompteval.cost.usd': spend.usd,
          'prompteval.judge.cost.usd': spend.judgeUsd,
        });
        return;
      }
      case 'released':
        this.#run?.setAttributes({ 'prompteval.alias': event.alias, 'prompteval.version': event.to });
        return;
      case 'run-failed':
        if (this.#run) this.#fail(this.#run, event.error);
        return;
      default:
    }
  }

  /** Ends whatever is open: of a run that was cut off, its trials too. */
  end(): void {
    for (const { span, call } of this.#trials.values()) for (const open of [call, span]) open?.end();
    this.#trials.clear();
    this.#run?.end();
    this.#run = null;
  }

  #startRun({ run, prompt, title }: Extract<ProgressEvent, { type: 'run-started' }>): void {
    this.end();
    const attributes = { 'prompteval.run.id': run, 'prompteval.prompt': prompt, 'prompteval.title': title };
    this.#run = this.#tools.tracer.startSpan(`prompteval run ${prompt}`, { attributes });
  }

  #startTrial(trial: TrialPlace): void {
    const { arm, variant, case: id, model, repeat } = trial;
    const attributes = {
      'prompteval.arm': variant ?? arm,
      'prompteval.case': id,
      'prompteval.model': model,
      'prompteval.repeat': repeat,
    };
    const span = this.#tools.tracer.startSpan('prompteval trial', { attributes }, this.#underRun());
    this.#trials.set(keyOf(trial), { span, call: null });
  }

  #startCall(
    model: string,
    parent: Span,
    attributes: Record<string, string | number>,
    startTime?: number,
  ): Span {
    const { tracer, under, clientKind } = this.#tools;
    const { provider, name } = partsOf(model);
    return tracer.startSpan(
      `chat ${name}`,
      {
        kind: clientKind,
        attributes: {
          'gen_ai.operation.name': 'chat',
          'gen_ai.provider.name': provider,
          'gen_ai.request.model': name,
          ...attributes,
        },
        ...(startTime !== undefined && { startTime }),
      },
      under(parent),
    );
  }

  #endCall(trial: TrialPlace, finish: (call: Span) => void): void {
    const open = this.#trials.get(keyOf(trial));
    if (!open?.call) return;
    finish(open.call);
    open.call.end();
    open.call = null;
  }

  #endTrial(event: Extract<ProgressEvent, { type: 'trial-finished' }>): void {
    const { trial, costUsd, attempts, cached, code } = event;
    const open = this.#trials.get(keyOf(trial));
    if (!open) return;
    open.span.setAttributes({
      'prompteval.attempts': attempts,
      'prompteval.cached': cached,
      ...(costUsd !== null && { 'prompteval.cost.usd': costUsd }),
    });
    if (code !== undefined) this.#fail(open.span, code);
    open.span.end();
    this.#trials.delete(keyOf(trial));
  }

  /** What a judge was asked is known when it has replied. */
  #judged({ about, metric, model }: JudgeCall, answer: AnswerFigures): void {
    const { arm } = about;
    const trial = arm === undefined ? undefined : this.#trials.get(keyOf({ ...about, arm }))?.span;
    const parent = trial ?? this.#run;
    if (!parent) return;
    const attributes = { 'prompteval.judge.metric': metric, 'prompteval.case': about.case };
    const call = this.#startCall(model, parent, attributes, Date.now() - (answer.latencyMs ?? 0));
    call.setAttributes(answered(answer));
    call.end();
  }

  #fail(span: Span, code: string): void {
    span.setAttribute('error.type', code);
    span.setStatus({ code: this.#tools.errorCode, message: code });
  }

  #underRun(): Context | undefined {
    return this.#run ? this.#tools.under(this.#run) : undefined;
  }
}

function answered({ finishReason, servedModel, inputTokens, outputTokens }: AnswerFigures) {
  return {
    'gen_ai.response.finish_reasons': [finishReason],
    ...(servedModel !== null && { 'gen_ai.response.model': servedModel }),
    ...(inputTokens !== null && { 'gen_ai.usage.input_tokens': inputTokens }),
    ...(outputTokens !== null && { 'gen_ai.usage.output_tokens': outputTokens }),
  };
}

/** The conventions have names of their own for some. */
const providerNames: Record<string, string> = { azure: 'azure.ai.openai', bedrock: 'aws.bedrock' };

function partsOf(model: string): { provider: string; name: string } {
  const [provider = '', ...rest] = model.split('/');
  return { provider: providerNames[provider] ?? provider, name: rest.join('/') || model };
}

function keyOf({ arm, variant, case: id, model, repeat }: TrialPlace): string {
  return JSON.stringify([arm, variant, id, model, repeat]);
}

/** The sink; `flush` sends what is left. */
export function createSpanSink(tools: SpanTools, flush: () => Promise<void>): ProgressSink {
  const spans = new RunSpans(tools);
  let closed: Promise<void> | undefined;
  return {
    emit: (event) => spans.emit(event),
    close() {
      spans.end();
      closed ??= flush();
      return closed;
    },
  };
}
