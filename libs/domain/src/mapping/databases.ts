import type { ServiceProtocol } from './mapping.js';

const PROTOCOLS: ReadonlySet<ServiceProtocol> = new Set(['mssql', 'postgresql', 'mysql']);
/** Registered ports of database servers: MS SQL (and its browser), Oracle, Firebird, MySQL, PostgreSQL, Redis, MongoDB, Db2. */
const PORTS: ReadonlySet<number> = new Set([1433, 1434, 1521, 3050, 3306, 5432, 6379, 27_017, 50_000]);

/** Whether a service is a database, by its protocol or, where that says nothing, by its port. */
export const isDatabase = (protocol: ServiceProtocol, port: number): boolean => PROTOCOLS.has(protocol) || PORTS.has(port);
