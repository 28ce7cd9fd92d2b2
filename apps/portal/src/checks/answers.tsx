'use client';

import { Text } from '@mantine/core';
import type { RuleAnswer } from '@stellwerk/contracts';
import { useTranslations } from 'next-intl';
import { CheckSignal, checkTone } from '../ui/check-signal';
import { FixText } from './fix-text';
import { isQuiet, shortSubject, worstFirst } from './order';
import { RuleSource } from './rule-source';

/** What every rule says, worst first; what is in order is told in a line each, so that one sees what was looked at. */
export function Answers({ answers }: { answers: readonly RuleAnswer[] }) {
  const t = useTranslations('answers');
  const sorted = worstFirst(answers);
  const loud = sorted.filter((answer) => !isQuiet(answer));
  const quiet = sorted.filter(isQuiet);
  return (
    <div data-testid="answers">
      {answers.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('none')}
        </Text>
      )}
      {loud.map((answer) => (
        <Answer key={`${answer.rule} ${answer.code ?? ''} ${answer.subject}`} answer={answer} />
      ))}
      {quiet.length > 0 && (
        <ul className="quiet-answers" aria-label={t('looked')}>
          {quiet.map((answer) => (
            <li key={`${answer.rule} ${answer.subject}`} data-testid="answer" data-rule={answer.rule} data-status={answer.status}>
              <CheckSignal status={answer.status} />
              <span>
                {answer.title !== '' && `${answer.title} `}
                <code className="dim">{[answer.rule, shortSubject(answer.subject)].filter(Boolean).join(' · ')}</code>
              </span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Answer({ answer }: { answer: RuleAnswer }) {
  return (
    <div
      className={`notice tone-${checkTone(answer.status)} answer`}
      data-testid="answer"
      data-rule={answer.rule}
      data-code={answer.code}
      data-status={answer.status}
    >
      <div className="answer-head">
        <CheckSignal status={answer.status} />
        <Text fw={600} size="sm">
          {answer.title}
        </Text>
        {answer.subject !== '' && <code className="dim">{shortSubject(answer.subject)}</code>}
      </div>
      {answer.text !== '' && (
        <Text size="sm" my={6} style={{ whiteSpace: 'pre-line' }}>
          {answer.text}
        </Text>
      )}
      {answer.fix !== '' && <FixText text={answer.fix} />}
      <div style={{ marginTop: 6 }}>
        <RuleSource rule={answer.rule} source={answer.source} />
      </div>
    </div>
  );
}
