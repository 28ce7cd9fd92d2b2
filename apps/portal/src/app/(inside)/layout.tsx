import type { ReactNode } from 'react';
import { Frame } from '../../frame/frame';

export default function InsideLayout({ children }: { children: ReactNode }) {
  return <Frame>{children}</Frame>;
}
