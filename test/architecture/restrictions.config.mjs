// The restrictions without the rules that need types: quick enough to run over the whole tree in a test.
import { ignored, restrictions } from '../../eslint.config.mjs';

export default [{ ignores: ignored }, { linterOptions: { reportUnusedDisableDirectives: 'off' } }, ...restrictions];
