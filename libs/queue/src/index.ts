export type { Bus } from './bus.js';
export { BusMessage } from './bus-message.js';
export { catalog, JOB_NAMES, type JobHandlers, type JobInput, type JobName, type JobPayload, type Postponed } from './catalog.js';
export type { Consumer } from './consumer.js';
export type { Limiter, LimiterOptions, Spent } from './limiter.js';
export type { Log } from './log.js';
export type { Enqueued } from './queues.js';
export { createQueue, type Queue } from './queue.js';
export type { Timetable, TimetableEntry } from './timetable.js';
