import { type Vocabulary } from './words.js';

/** What the doors (HTTP, command line) say of themselves: titles of problems, by code. */
export const doors = {
  NATION_NAME: { zh: '全国', en: 'The nation' },
  INVALID_SHAPE: { zh: '内容不符合要求', en: 'The request does not have the required form' },
  MALFORMED_JSON: { zh: '不是有效的JSON', en: 'The body is not valid JSON' },
  HOSTILE_JSON: { zh: '嵌套过深或含有保留名', en: 'The JSON is nested too deeply or uses reserved names' },
  IDEMPOTENCY_KEY_MISSING: { zh: '缺少Idempotency-Key请求头', en: 'The header Idempotency-Key is missing' },
  IDEMPOTENCY_KEY_REUSED: {
    zh: '此Idempotency-Key已用于内容不同的指令',
    en: 'This Idempotency-Key was used for an order in other words',
  },
  IF_MATCH_UNREADABLE: { zh: 'If-Match应为修订号', en: 'If-Match does not name a revision' },
  UNKNOWN_CURSOR: { zh: '游标无效', en: 'The cursor is none of ours' },
  POSITION_OF_ANOTHER_STORE: { zh: '位置标记不属于本事件库', en: 'The position is not one of this event store' },
  TOKEN_MISSING: { zh: '未登录：缺少访问令牌', en: 'Not signed in: no access token was given' },
  TOKEN_REFUSED: { zh: '访问令牌无效', en: 'The access token is not accepted' },
  NOT_PERMITTED: { zh: '无权办理', en: 'Not permitted' },
  NOT_FOUND: { zh: '不存在，或不在管辖范围内', en: 'Not found, or outside of your area' },
  UNKNOWN_ORDER: { zh: '没有这种指令', en: 'There is no such order' },
  ROUTE_UNKNOWN: { zh: '没有这个地址', en: 'There is no such address' },
  METHOD_NOT_ALLOWED: { zh: '此地址不支持该方法', en: 'This address does not take that method' },
  REFUSED: { zh: '不予受理：不符合程序规定', en: 'Refused: the procedure does not allow it' },
  MISSING_LAW: { zh: '没有所需的程序或政策依据', en: 'The law that is needed has not been published' },
  STALE_REVISION: { zh: '内容已被更改，请重新查看后再办', en: 'It has changed since you looked; look again' },
  BODY_TOO_LARGE: { zh: '内容过大', en: 'The body is too large' },
  WRONG_CONTENT_TYPE: { zh: '内容类型应为application/json', en: 'The content type must be application/json' },
  AREA_NEEDED: { zh: '请指明县级或以下的地区', en: 'Name an area at or below the county' },
  KEY_DESTROYED: { zh: '该人或该户的密钥已销毁，不能再登记', en: 'The key of this person or household was destroyed' },
  PROJECTION_BEHIND: { zh: '查询数据尚未更新到该位置', en: 'The read model has not come so far yet' },
  BUSY: { zh: '系统繁忙，请稍后再试', en: 'Busy; try again shortly' },
  UNEXPECTED: { zh: '系统内部出错', en: 'Something went wrong inside' },
} as const satisfies Vocabulary;
