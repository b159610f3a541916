export { openDoors, type AppOptions } from './app.js';
export { openApiDocument } from './openapi-document.js';
export { NoDemoInProduction } from './demo.js';
export { PortTaken, type RunningServer, type ServerOptions, startServer } from './server.js';
