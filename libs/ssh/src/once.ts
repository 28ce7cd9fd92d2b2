import { failed, type Fault, type Result } from '@stellwerk/domain';

/**
 * A result that must come within `timeoutMs`. `start` gets the function that delivers it and says by its return value
 * nothing; a throw of `start` is a bug or ssh2 telling that it is not connected, and becomes `onThrow`.
 */
export function within<T>(
  timeoutMs: number,
  late: Fault,
  start: (deliver: (result: Result<T>) => boolean) => void,
  onThrow: Fault = late,
): Promise<Result<T>> {
  return new Promise((resolve) => {
    let over = false;
    const deliver = (result: Result<T>): boolean => {
      if (over) return false;
      over = true;
      clearTimeout(timer);
      resolve(result);
      return true;
    };
    const timer = setTimeout(() => deliver(failed(late)), timeoutMs);
    try {
      start(deliver);
    } catch {
      deliver(failed(onThrow));
    }
  });
}
