/** Does something with every item, so many at once; resolves with how many were done well. */
export async function inLanes<T>(items: readonly T[], atOnce: number, work: (item: T) => Promise<boolean>): Promise<number> {
  const queue = items.values();
  let well = 0;
  const lane = async (): Promise<void> => {
    for (const item of queue) if (await work(item)) well += 1;
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return well;
}
