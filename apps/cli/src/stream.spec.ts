import { eventsOf } from './stream.js';

async function* chunks(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield new TextEncoder().encode(text);
}
async function collect(...texts: string[]) {
  const events = [];
  for await (const event of eventsOf(chunks(...texts))) events.push(event);
  return events;
}

describe('reading a stream of events', () => {
  it('finds the same events wherever the network cuts', async () => {
    const text = ': alive\n\nevent: tunnel.status\ndata: {"a":1}\n\nretry: 2000\n\ndata: x\ndata: y\n\n';
    const whole = await collect(text);
    expect(whole).toEqual([
      { event: 'tunnel.status', data: '{"a":1}' },
      { event: 'message', data: 'x\ny' },
    ]);
    for (let i = 1; i < text.length; i++) expect(await collect(text.slice(0, i), text.slice(i))).toEqual(whole);
  });

  it('keeps characters whole that were cut in two', async () => {
    const bytes = new TextEncoder().encode('data: Zürich\n\n');
    async function* halves(): AsyncGenerator<Uint8Array> {
      yield bytes.slice(0, 8);
      yield bytes.slice(8);
    }
    const events = [];
    for await (const event of eventsOf(halves())) events.push(event);
    expect(events).toEqual([{ event: 'message', data: 'Zürich' }]);
  });

  it('drops an event that never ended', async () => {
    expect(await collect('data: half')).toEqual([]);
  });
});
