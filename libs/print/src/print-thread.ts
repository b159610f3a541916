import { parentPort, workerData } from 'node:worker_threads';
import { typeset, type PageToPrint } from './typeset.js';

// One page, and its end: all that it took goes with it.
const bytes = await typeset(workerData as PageToPrint);
parentPort?.postMessage(bytes, [bytes.buffer as ArrayBuffer]);
