import { type NextFunction, type Request, type Response } from 'express';

const API_POLICY = "default-src 'none'; frame-ancestors 'none'";
/** The page to try the API brings its own script and style, and talks to nobody but us. */
export const PAGE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'";

export const DOCS_PATH = '/api/docs';

/** Nothing is kept by browsers and proxies, framed, sniffed or told to other sites (OWASP ASVS 14.3.2). */
export function securityHeaders(request: Request, response: Response, next: NextFunction): void {
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('X-Frame-Options', 'DENY');
  response.setHeader('Referrer-Policy', 'no-referrer');
  response.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
  response.setHeader('Content-Security-Policy', request.path.startsWith(DOCS_PATH) ? PAGE_POLICY : API_POLICY);
  response.setHeader('Cache-Control', 'no-store');
  next();
}
