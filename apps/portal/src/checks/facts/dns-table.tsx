'use client';

import type { DnsAnswer, DnsQuestion, DnsRecord } from '@stellwerk/domain';
import { useTranslations } from 'next-intl';
import { ScrollBox } from '../../ui/scroll-box';

const shown = ({ value, srv }: DnsRecord): string => (srv ? `${srv.priority} ${srv.weight} ${srv.port} ${srv.target}` : value);

const answered = ({ aliases, records }: DnsAnswer): string => [...aliases.map((name) => `CNAME ${name}`), ...records.map(shown)].join(', ');

/** One question and what every server that was asked said to it. */
export function DnsTable({ question }: { question: DnsQuestion }) {
  const t = useTranslations('facts.dns');
  return (
    <ScrollBox label={`${question.name} ${question.type}`}>
      <table className="dense tight dns">
        <caption className="fact-caption">
          <code>
            {question.name} {question.type}
          </code>
        </caption>
        <thead>
          <tr>
            <th scope="col">{t('server')}</th>
            <th scope="col">{t('answer')}</th>
            <th scope="col">{t('records')}</th>
            <th scope="col" className="num">
              TTL
            </th>
          </tr>
        </thead>
        <tbody>
          {question.answers.map((answer, index) => (
            <tr key={index}>
              <td>
                <code>{answer.resolver}</code>
                {answer.authoritative && <span className="second-line">{t('authoritative')}</span>}
                {answer.authenticated === true && <span className="second-line">{t('authenticated')}</span>}
              </td>
              <td>
                <code>{answer.rcode}</code>
              </td>
              <td>{answered(answer) === '' ? '–' : <code>{answered(answer)}</code>}</td>
              <td className="num">{answer.records[0]?.ttl ?? '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}
