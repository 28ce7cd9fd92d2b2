import type { Page, PageRequest } from '@stellwerk/store';

/** The largest page the store gives. */
const LIMIT = 200;

/** All rows of a list, however many there are, page by page. For what has to look at each of them; never for an answer. */
export async function everything<T>(read: (page: PageRequest) => Promise<Page<T>>): Promise<T[]> {
  const items: T[] = [];
  for (let after: PageRequest['after'] | undefined; after !== null;) {
    const page = await read({ limit: LIMIT, after: after ?? null });
    items.push(...page.items);
    after = page.next;
  }
  return items;
}
