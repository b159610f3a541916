// Jest transformer: leaves CommonJS files alone, compiles ES modules from node_modules to CommonJS with swc.
const { transformSync } = require('@swc/core');
const { createHash } = require('node:crypto');

const ESM = /^\s*(?:import\s*[\w*{'"]|export\s*(?:[{*]|default|const|let|var|class|function|async))|\bimport\.meta\b/m;
const swc = {
  swcrc: false,
  configFile: false,
  sourceMaps: false,
  module: { type: 'commonjs', importInterop: 'swc' },
  jsc: { target: 'es2023', parser: { syntax: 'ecmascript' }, keepClassNames: true },
};

module.exports = {
  process(src, filename) {
    return { code: ESM.test(src) ? transformSync(src, { ...swc, filename }).code : src };
  },
  getCacheKey(src, filename) {
    return createHash('sha1').update('v1').update(filename).update(src).digest('hex');
  },
};
