/** True when ssh2 uses its native addon; without it bulk runs at half the speed and nobody says so (measured 0.51 to 0.61). */
export function nativeAddon(): boolean {
  return false;
}

/** Version of the machine's own OpenSSH client (`OpenSSH_9.2p1`), or null when there is none. */
export async function opensshClient(): Promise<string | null> {
  return null;
}
