/** The mark: a running line, a diverging track, and a signal at proceed. */
export function Mark({ size = 28 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="7" fill="var(--mantine-color-petrol-8)" />
      <g fill="none" stroke="#fff" strokeWidth="2.6" strokeLinecap="round">
        <path d="M5 22.5h22" />
        <path d="M8 22.5c6.5 0 6.5-11 13-11h5" />
      </g>
      <circle cx="10.5" cy="10" r="3.6" fill="#7ff0b2" />
    </svg>
  );
}
