import type { Product } from '@stellwerk/domain';

/** Names as the vendors write them. */
export const PRODUCT_NAME: Readonly<Record<Product, string>> = {
  starface: 'STARFACE',
  'xphone-connect': 'XPhone Connect Server',
  'estos-ucserver': 'estos UCServer',
};
