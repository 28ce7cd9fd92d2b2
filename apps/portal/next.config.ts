import path from 'node:path';
import type { NextConfig } from 'next';
import createNextIntlPlugin from 'next-intl/plugin';

const withNextIntl = createNextIntlPlugin('./src/i18n/request.ts');

/** Only for development: in a running Stellwerk one gateway answers /api itself, so that portal and API share an origin. */
const apiUrl = process.env.API_URL;

const config: NextConfig = {
  output: 'standalone',
  outputFileTracingRoot: path.join(import.meta.dirname, '../..'),
  turbopack: { root: path.join(import.meta.dirname, '../..') },
  poweredByHeader: false,
  reactStrictMode: true,
  // `npm run build` checks the types first, with the compiler the whole workspace uses: the same errors in a tenth of the time.
  typescript: { ignoreBuildErrors: true },
  // A compressing proxy would hold back server-sent events; the gateway compresses pages if it likes.
  compress: false,
  devIndicators: false,
  experimental: { optimizePackageImports: ['@mantine/core', '@mantine/hooks', '@tabler/icons-react'] },
  ...(apiUrl ? { rewrites: async () => [{ source: '/api/:path*', destination: `${apiUrl}/api/:path*` }] } : {}),
};

export default withNextIntl(config);
