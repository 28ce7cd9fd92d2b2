export { type Cancel, type Clock, type ManualClock, manualClock, systemClock } from './clock.js';
export { createLog, type Fields, type Level, type Log, type LogOptions } from './log.js';
export { createMetrics, type Metrics, serveMetrics } from './metrics.js';
export { createShutdown, type Shutdown, type ShutdownOptions } from './shutdown.js';
export { startWatchdog, type WatchdogOptions } from './watchdog.js';
