import { fixBlocks } from './fix-blocks.js';

describe('the text of a fix', () => {
  it('is words, until a line begins with four blanks', () => {
    expect(fixBlocks('Legen Sie an:\n    _sip 3600 IN SRV 0 0 5061 a.example.\nDanach warten.')).toEqual([
      { kind: 'words', text: 'Legen Sie an:' },
      { kind: 'lines', text: '_sip 3600 IN SRV 0 0 5061 a.example.' },
      { kind: 'words', text: 'Danach warten.' },
    ]);
  });

  it('keeps lines to copy together, with their own indentation and the empty lines between them', () => {
    expect(fixBlocks('    if true; then\n      echo\n\n    fi')).toEqual([{ kind: 'lines', text: 'if true; then\n  echo\n\nfi' }]);
  });

  it('makes paragraphs of what empty lines part, and one line of what only wraps', () => {
    expect(fixBlocks('one\ntwo\n\n\nthree\r\n')).toEqual([
      { kind: 'words', text: 'one two' },
      { kind: 'words', text: 'three' },
    ]);
  });

  it('is nothing when there is nothing to do', () => {
    expect(fixBlocks('')).toEqual([]);
    expect(fixBlocks(' \n\n')).toEqual([]);
  });

  it('does not take three blanks for a command', () => {
    expect(fixBlocks('   not a command')).toEqual([{ kind: 'words', text: 'not a command' }]);
  });
});
