import { FairSlots } from './fair-slots.js';

const never = new AbortController().signal;
const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('fair slots', () => {
  it('gives every tenant its turn: one with 300 waiting tunnels does not delay another', async () => {
    const slots = new FairSlots({ total: 4, perParty: 4 });
    const order: string[] = [];
    const run = async (party: string) => {
      const leave = await slots.enter(party, never);
      order.push(party);
      await turn();
      leave?.();
    };
    const crowd = Array.from({ length: 300 }, () => run('crowd'));
    const small = run('small');
    await small;
    expect(order.indexOf('small')).toBeLessThanOrEqual(5);
    await Promise.all(crowd);
    expect(slots.load()).toEqual({ inUse: 0, waiting: 0 });
  });

  it('never lets a party that hangs take everything', async () => {
    const slots = new FairSlots({ total: 4, perParty: 2 });
    for (let i = 0; i < 10; i++) void slots.enter('hanging', never);
    const leave = await slots.enter('other', never);
    expect(leave).not.toBeNull();
    expect(slots.load()).toEqual({ inUse: 3, waiting: 8 });
  });

  it('never hands out more slots than there are, whoever leaves twice', async () => {
    const slots = new FairSlots({ total: 1, perParty: 1 });
    const leave = await slots.enter('a', never);
    leave?.();
    leave?.();
    await slots.enter('a', never);
    void slots.enter('b', never);
    expect(slots.load()).toEqual({ inUse: 1, waiting: 1 });
  });

  it('forgets who gave up waiting', async () => {
    const slots = new FairSlots({ total: 1, perParty: 1 });
    const leave = await slots.enter('a', never);
    const impatient = new AbortController();
    const given = slots.enter('a', impatient.signal);
    impatient.abort();
    expect(await given).toBeNull();
    leave?.();
    expect(slots.load()).toEqual({ inUse: 0, waiting: 0 });
  });
});
