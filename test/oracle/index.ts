export { judgeHistory, Oracle } from './oracle.js';
export { type Complaint, type StoredEvent } from './stored-event.js';
