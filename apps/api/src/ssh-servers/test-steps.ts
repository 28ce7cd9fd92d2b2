import type { SshServerTest } from '@stellwerk/contracts';
import { type Fault, type Locale, type Params, sentence } from '@stellwerk/domain';
import { filled } from '../http/problem-texts.js';
import { TEST_TEXTS, type TestText } from './test-texts.js';

type Step = SshServerTest['steps'][number];
export type StepName = Step['step'];

const ORDER: readonly StepName[] = ['name', 'port', 'banner', 'host-keys', 'credentials', 'forwarding'];

/** The protocol of one connection test: every step is there in the end, in order, with a sentence. */
export class TestSteps {
  private readonly steps = new Map<StepName, Step>();

  constructor(private readonly locale: Locale) {}

  passed(step: StepName, tookMs: number | null, text: TestText, params: Params = {}): void {
    this.steps.set(step, { step, state: 'passed', tookMs: rounded(tookMs), fault: null, text: this.say(text, params) });
  }

  failed(step: StepName, tookMs: number | null, fault: Fault): void {
    this.steps.set(step, { step, state: 'failed', tookMs: rounded(tookMs), fault, text: sentence(fault.code, fault.params, this.locale) });
  }

  skipped(step: StepName, text: TestText): void {
    this.steps.set(step, { step, state: 'skipped', tookMs: null, fault: null, text: this.say(text, {}) });
  }

  /** All six; what was never tried is skipped. */
  all(): Step[] {
    return ORDER.map(
      (step) => this.steps.get(step) ?? { step, state: 'skipped', tookMs: null, fault: null, text: this.say('not-reached', {}) },
    );
  }

  get successful(): boolean {
    return ORDER.every((step) => this.steps.get(step)?.state === 'passed');
  }

  private say(text: TestText, params: Params): string {
    return filled(TEST_TEXTS[text][this.locale], params);
  }
}

const rounded = (ms: number | null): number | null => (ms === null ? null : Math.round(ms));
