'use client';

import { useTranslations } from 'next-intl';

export const STEPS = ['place', 'service', 'terms', 'review'] as const;
export type StepName = (typeof STEPS)[number];

interface Props {
  readonly at: number;
  /** How many steps may be gone to: the first that lacks something is the last of them. */
  readonly reachable: number;
  readonly go: (step: number) => void;
}

/** Where one is; what is done can be gone back to. */
export function StepList({ at, reachable, go }: Props) {
  const t = useTranslations('wizard');
  return (
    <nav aria-label={t('steps')} className="step-list">
      <ol>
        {STEPS.map((name, i) => (
          <li key={name}>
            <button
              type="button"
              disabled={i > reachable}
              aria-current={i === at ? 'step' : undefined}
              onClick={() => go(i)}
              data-testid={`wizard-step-${name}`}
            >
              <span className="step-number" aria-hidden>
                {i + 1}
              </span>
              <span className="step-name">{t(`step.${name}`)}</span>
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}
