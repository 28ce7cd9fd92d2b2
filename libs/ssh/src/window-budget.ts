/**
 * Memory that all channels of this process together may use for receive windows beyond their first 2 MiB. A window is
 * a promise to buffer: without a common bound, a few hundred stuck channels of 16 MiB would fill the machine.
 */
export interface WindowBudget {
  /** Takes `bytes`; false when they are not there. */
  take(bytes: number): boolean;
  give(bytes: number): void;
  used(): number;
}

function windowBudget(limitBytes: number): WindowBudget {
  let used = 0;
  return {
    take: (bytes) => {
      if (used + bytes > limitBytes) return false;
      used += bytes;
      return true;
    },
    give: (bytes) => {
      used = Math.max(0, used - bytes);
    },
    used: () => used,
  };
}

const MIB = 1_048_576;

/** The budget of this process: sixteen channels at full size, several hundred at 2 MiB. */
export const processBudget = windowBudget(256 * MIB);
