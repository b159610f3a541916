// Jest's environment for Node, but each spec file has a global object of V8's own. Jest's is a proxy that every look at a global goes
// through (`Object`, `JSON`, `Number` …), in which a quarter of the time of specs was spent.
const vm = require('node:vm');
const { TestEnvironment } = require('jest-environment-node');

module.exports = class extends TestEnvironment {
  constructor(...given) {
    const { createContext } = vm;
    vm.createContext = () => createContext(vm.constants.DONT_CONTEXTIFY);
    try {
      super(...given);
    } finally {
      vm.createContext = createContext;
    }
  }
};
