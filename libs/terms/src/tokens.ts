import { type Vocabulary } from './words.js';

/** Why a token is not accepted. */
export const tokenFaults = {
  TOKEN_ALGORITHM: { zh: '令牌签名算法不被接受', en: 'The token is signed by an algorithm that is not accepted' },
  TOKEN_AUDIENCE: { zh: '令牌不是发给本系统的', en: 'The token is for somebody else' },
  TOKEN_CLAIMS: { zh: '令牌内容不全', en: 'The token does not say all that it must' },
  TOKEN_EXPIRED: { zh: '令牌已过期', en: 'The token has expired' },
  TOKEN_ISSUER: { zh: '令牌签发者不被接受', en: 'The token is by somebody who is not accepted' },
  TOKEN_MALFORMED: { zh: '令牌格式有误', en: 'The token is malformed' },
  TOKEN_NOT_YET: { zh: '令牌尚未生效', en: 'The token is not yet valid' },
  TOKEN_SIGNATURE: { zh: '令牌签名不符', en: 'The signature of the token is wrong' },
} as const satisfies Vocabulary;
