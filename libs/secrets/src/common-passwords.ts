let loaded: Promise<ReadonlySet<string>> | null = null;

/**
 * Common passwords (49,000, from leaks) and, because a word with a year behind it is what people choose next, German words and names (80,000): the
 * lists of zxcvbn-ts, MIT. Read when the first password is chosen, in some 60 ms, and kept: about 10 MB that a process which never needs them never has.
 */
export async function commonPasswords(): Promise<(text: string) => boolean> {
  loaded ??= Promise.all([import('@zxcvbn-ts/language-common'), import('@zxcvbn-ts/language-de')]).then(([common, german]) => {
    const { commonWords, firstnames, lastnames, wikipedia } = german.default.dictionary;
    return new Set([common.dictionary['passwords-common'], commonWords, firstnames, lastnames, wikipedia].flat());
  });
  const list = await loaded;
  return (text) => list.has(text.toLowerCase());
}
