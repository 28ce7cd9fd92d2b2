import { createTheme, Menu, type CSSVariablesResolver } from '@mantine/core';

/** The house's colours: the petrol of a signal box's steel, and greys with a little of it. All text pairs reach 4.5:1 (WCAG 2.2, 1.4.3). */
export const theme = createTheme({
  primaryColor: 'petrol',
  primaryShade: { light: 8, dark: 7 },
  colors: {
    petrol: ['#e8f4f5', '#d3e6e8', '#a6cdd1', '#7fbcc3', '#5aaab3', '#36919a', '#268a94', '#147882', '#056b74', '#00565e'],
    dark: ['#d5dde1', '#b3c0c6', '#9aabb4', '#6a7d87', '#43535c', '#303e46', '#222d33', '#171f24', '#12191d', '#0c1215'],
    gray: ['#f6f8f9', '#eff2f4', '#e3e8eb', '#d5dce0', '#c3ccd2', '#a3b0b8', '#76858e', '#54626b', '#36434b', '#1d282e'],
  },
  black: '#1d282e',
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", Ubuntu, Cantarell, "Helvetica Neue", sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace',
  defaultRadius: 'sm',
  headings: {
    fontWeight: '650',
    sizes: {
      h1: { fontSize: '1.5rem', lineHeight: '1.3' },
      h2: { fontSize: '1.125rem', lineHeight: '1.4' },
      h3: { fontSize: '1rem', lineHeight: '1.4' },
    },
  },
  cursorType: 'pointer',
  respectReducedMotion: true,
  focusRing: 'auto',
  // The placeholder is a focusable child that ARIA does not allow in a menu; without it the first item gets the focus.
  components: { Menu: Menu.extend({ defaultProps: { withInitialFocusPlaceholder: false } }) },
});

/** Mantine's dimmed, error and placeholder colours miss 4.5:1; these do not. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': '#54626b',
    '--mantine-color-error': '#b3202c',
    '--mantine-color-placeholder': '#66757e',
    '--mantine-color-body': '#ffffff',
  },
  dark: {
    '--mantine-color-dimmed': '#9aabb4',
    '--mantine-color-error': '#ff8a85',
    '--mantine-color-placeholder': '#8799a3',
    '--mantine-color-body': '#12191d',
  },
});
