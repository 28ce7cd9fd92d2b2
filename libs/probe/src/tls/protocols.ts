import { TLS_VERSIONS, type TlsProtocolFacts, type TlsVersion } from '@stellwerk/domain';
import type { TlsTarget, Way } from '../check.js';
import { startDeadline } from '../deadline.js';
import { keyAgreement } from './handshake/key-agreement.js';
import { type Answer, Questions } from './offers.js';
import { GROUPS, POST_QUANTUM, VERSION_CODES } from './wire/numbers.js';
import { suiteName, SUITES_13, SUITES_AEAD, SUITES_OLDER, SUITES_WEAK } from './wire/suites.js';

/** For all questions together: about two dozen at a second's distance, and some patience. */
const TOTAL_MS = 120_000;
/** Etiquette (domain reference §6): one connection a second to one target. */
const GAP_MS = 1_000;

export interface TlsProtocolRequest extends TlsTarget, Way {
  /** Milliseconds between two connections; 1,000 unless told. */
  readonly gapMs?: number;
}

const codes = (table: Readonly<Record<string, number>>): readonly number[] => Object.values(table);
const WEAK = codes(SUITES_WEAK);
/** The good ones first, so that a server that follows the client chooses as well as it can. */
const BEFORE_13: readonly number[] = [...codes(SUITES_AEAD), ...codes(SUITES_OLDER), ...WEAK];
const ALL_GROUPS: readonly number[] = Object.values(GROUPS);
const PROTOCOL_VERSION_ALERT = 70;

type Verdict = TlsProtocolFacts['versions'][TlsVersion];
interface VersionAnswer {
  readonly version: TlsVersion;
  readonly answer: Answer;
}

const suitesOf = (version: TlsVersion): readonly number[] => (version === 'TLSv1.3' ? codes(SUITES_13) : BEFORE_13);
const chose = (version: TlsVersion, answer: Answer): number | null =>
  answer.is === 'chosen' && answer.hello.version === VERSION_CODES[version] ? answer.hello.suite : null;
const without = (list: readonly number[], one: number): readonly number[] => list.filter((value) => value !== one);

/**
 * What a TLS service still speaks, found out by asking: one ClientHello for each version, for each weak suite it turns out to choose, for
 * each group, and up to two for whose order of suites counts (domain reference §8.4). Nothing is agreed on, so that also SSLv3, RC4 or
 * ML-KEM are seen by a client that has none of them. Each question is a connection of its own, a gap lies between them, and after two
 * minutes it ends with what is known. Never rejects, has no opinions.
 */
export async function probeTlsProtocols(request: TlsProtocolRequest): Promise<TlsProtocolFacts> {
  const deadline = startDeadline(TOTAL_MS, request.signal);
  try {
    const questions = new Questions(request, request.gapMs ?? GAP_MS, deadline.signal);
    const answers: VersionAnswer[] = [];
    for (const version of [...TLS_VERSIONS].reverse()) answers.push({ version, answer: await askVersion(questions, version) });
    const versions = verdicts(answers);
    const accepted = TLS_VERSIONS.filter((version) => versions[version] === 'accepted');
    const groups = versions['TLSv1.3'] === 'accepted' ? await groupsOf(questions) : [];
    return {
      tcp: questions.tcp ?? {
        verdict: 'unable-to-tell',
        address: null,
        connectMs: null,
        unable: { code: 'connection-timed-out', detail: null },
      },
      versions,
      weakCiphers: await weakSuites(
        questions,
        accepted.filter((version) => version !== 'TLSv1.3'),
      ),
      serverPreference: await preference(questions, answers, accepted),
      groups,
      postQuantum: versions['TLSv1.3'] === 'unable-to-tell' ? null : POST_QUANTUM.some((name) => groups.includes(name)),
    };
  } finally {
    deadline.dispose();
  }
}

/** TLS 1.3 is asked without a key share first, since the answer to that names a group; some servers want one before they talk at all. */
async function askVersion(questions: Questions, version: TlsVersion): Promise<Answer> {
  const suites = suitesOf(version);
  if (version !== 'TLSv1.3') return questions.ask({ version, suites });
  const answer = await questions.ask({ version, suites, groups: ALL_GROUPS });
  const final = answer.is === 'chosen' || answer.is === 'lost' || (answer.is === 'refused' && answer.alert === PROTOCOL_VERSION_ALERT);
  const keys = keyAgreement(GROUPS.x25519);
  if (final || keys === null) return answer;
  return questions.ask({ version, suites, groups: ALL_GROUPS, keyShares: [{ group: keys.group, key: keys.publicKey }] });
}

/** Windows hangs up on a version that is switched off, where others send an alert: a refusal, if the same server accepts another one. */
function verdicts(answers: readonly VersionAnswer[]): Record<TlsVersion, Verdict> {
  const talks = answers.some(({ version, answer }) => chose(version, answer) !== null);
  const verdict = ({ version, answer }: VersionAnswer): Verdict => {
    if (answer.is === 'chosen') return chose(version, answer) === null ? 'refused' : 'accepted';
    return answer.is === 'refused' || (answer.is === 'hung-up' && talks) ? 'refused' : 'unable-to-tell';
  };
  const of = (version: TlsVersion): Verdict => answers.filter((one) => one.version === version).map(verdict)[0] ?? 'unable-to-tell';
  return { SSLv3: of('SSLv3'), TLSv1: of('TLSv1'), 'TLSv1.1': of('TLSv1.1'), 'TLSv1.2': of('TLSv1.2'), 'TLSv1.3': of('TLSv1.3') };
}

/** Offers the weak suites alone, takes away what the server chose, and offers the rest, until it refuses: at the highest and at the lowest old version. */
async function weakSuites(questions: Questions, versions: readonly TlsVersion[]): Promise<readonly string[]> {
  const found: number[] = [];
  for (const version of new Set([versions.at(-1), versions[0]])) {
    for (let left: readonly number[] = WEAK.filter((code) => !found.includes(code)); version !== undefined && left.length > 0;) {
      const suite = chose(version, await questions.ask({ version, suites: left }));
      if (suite === null || !left.includes(suite)) break;
      found.push(suite);
      left = without(left, suite);
    }
  }
  return found.map(suiteName).sort();
}

/** The same for groups of TLS 1.3, by what a HelloRetryRequest asks for. */
async function groupsOf(questions: Questions): Promise<readonly string[]> {
  const found: string[] = [];
  for (let left = ALL_GROUPS; left.length > 0;) {
    const answer = await questions.ask({ version: 'TLSv1.3', suites: codes(SUITES_13), groups: left });
    const group = answer.is === 'chosen' ? answer.hello.group : null;
    if (group === null || !left.includes(group)) break;
    found.push(...Object.keys(GROUPS).filter((name) => GROUPS[name as keyof typeof GROUPS] === group));
    left = without(left, group);
  }
  return found;
}

/** Whether the server keeps to its choice when the client puts it last; null where it has only one, or cannot be told. */
async function preference(
  questions: Questions,
  answers: readonly VersionAnswer[],
  accepted: readonly TlsVersion[],
): Promise<boolean | null> {
  const version = accepted.includes('TLSv1.2') ? 'TLSv1.2' : accepted.at(-1);
  const first = answers.filter((one) => one.version === version).map(({ answer }) => version && chose(version, answer))[0];
  if (version === undefined || typeof first !== 'number') return null;
  const groups = version === 'TLSv1.3' ? { groups: ALL_GROUPS } : {};
  const others = without(suitesOf(version), first);
  const second = chose(version, await questions.ask({ version, suites: [...others, first], ...groups }));
  if (second === null) return null;
  if (second !== first) return false;
  return chose(version, await questions.ask({ version, suites: others, ...groups })) === null ? null : true;
}
