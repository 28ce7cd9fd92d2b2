/** @jest-environment jsdom */
import { LOCALES, MappingState, mappingStateLabel, TunnelState, tunnelStateLabel } from '@stellwerk/domain';
import { render } from '@testing-library/react';
import { NextIntlClientProvider } from 'next-intl';
import { MappingSignal, TunnelSignal } from './signal.js';

const show = (node: React.ReactNode, locale: 'de' | 'en') =>
  render(
    <NextIntlClientProvider locale={locale} messages={{}} timeZone="UTC">
      {node}
    </NextIntlClientProvider>,
  ).container.querySelector('.signal')!;

describe('a signal', () => {
  it.each(LOCALES)('says its state in words (%s), not by colour alone', (locale) => {
    for (const state of TunnelState.options)
      expect(show(<TunnelSignal state={state} />, locale).textContent).toBe(tunnelStateLabel(state, locale));
    for (const state of MappingState.options)
      expect(show(<MappingSignal state={state} />, locale).textContent).toBe(mappingStateLabel(state, locale));
  });

  it('has a shape of its own for proceed, caution, halt and unknown', () => {
    const shape = (state: TunnelState) => show(<TunnelSignal state={state} />, 'en').querySelector('svg')!.innerHTML;
    const shapes = (['up', 'degraded', 'blocked', 'waiting', 'connecting', 'stopped', 'unknown'] as const).map(shape);
    expect(new Set(shapes).size).toBe(shapes.length);
  });

  it('hides its glyph from screen readers, which read the word', () => {
    expect(
      show(<TunnelSignal state="blocked" />, 'en')
        .querySelector('svg')!
        .getAttribute('aria-hidden'),
    ).toBe('true');
  });
});
