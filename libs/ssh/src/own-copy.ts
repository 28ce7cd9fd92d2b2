/** The same bytes in memory of their own. A few bytes cut from Node's common pool keep a whole block of it, 8 KiB, for as long as they live. */
export function ownCopy(bytes: Buffer): Buffer {
  const copy = Buffer.allocUnsafeSlow(bytes.length);
  bytes.copy(copy);
  return copy;
}
