import { demoFleet, entranceOf, serviceOf, TRIAL } from './fleet.js';
import { demoInternet } from './federations.js';
import { demoPki } from './pki.js';
import { type DemoProtocol, serveDemo } from './services.js';
import { serveTls } from './tls-server.js';
import { visit } from './traffic.js';

/** The demonstration's own process: the services behind the tunnels, and the people who use them. */
const octet = Number(process.env['DEMO_OCTET']);
/** Where its certificates lie; empty: nobody could ask for the names of its TLS servers. */
const folder = process.env['DEMO_FOLDER'] ?? '';
const served = new Set<string>();

/** Somebody uses this entrance every few seconds, whether or not it is open yet. */
const frequent = (protocol: DemoProtocol, entrance: ReturnType<typeof entranceOf>): void => {
  const visits = async (): Promise<void> => {
    await visit(protocol, entrance);
    setTimeout(() => void visits(), 2_000 + Math.random() * 4_000);
  };
  setTimeout(() => void visits(), Math.random() * 3_000);
};

for (const customer of demoFleet(octet)) {
  if (customer.name === TRIAL.customer)
    frequent(TRIAL.protocol, { host: customer.pbx.listenAddress, port: TRIAL.localPort, from: customer.pbx.address });
  for (const mapping of customer.tunnels.flatMap((tunnel) => tunnel.mappings)) {
    if (mapping.broken) continue;
    const { host, port } = serviceOf(customer, mapping);
    const key = `${host}:${port}`;
    if (!served.has(key)) {
      served.add(key);
      await serveDemo(mapping.protocol, { host, name: customer.pbx.name }, port).catch((error: Error) =>
        console.error(`${mapping.name} of ${customer.name}: ${error.message}`),
      );
    }
    frequent(mapping.protocol, entranceOf(customer, mapping));
  }
}

if (folder !== '') {
  const pki = await demoPki(folder, Date.now());
  for (const server of demoInternet(octet).servers)
    await serveTls(server, pki[server.certificate]).catch((error: Error) =>
      console.error(`${server.host}:${server.port}: ${error.message}`),
    );
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(0));
