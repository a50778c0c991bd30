/** Why a request to another server brought nothing: a closed list, shown to operators and kept in the fetch log. */
import { errorText } from './errors.js';

export const HTTP_FAILURES = [
  'bad-address',
  'blocked-address',
  'dns',
  'refused',
  'tls',
  'timeout',
  'too-large',
  'bomb',
  'redirects',
  'downgrade',
  'network',
] as const;
export type HttpFailureReason = (typeof HTTP_FAILURES)[number];

/** Ends a request early from any depth; `createHttpGet` turns it into a value. */
export class HttpFailure extends Error {
  readonly reason: HttpFailureReason;
  constructor(reason: HttpFailureReason, detail: string) {
    super(detail);
    this.name = 'HttpFailure';
    this.reason = reason;
  }
}

const REASON_OF_CODE: Record<string, HttpFailureReason> = {
  ECONNREFUSED: 'refused',
  ETIMEDOUT: 'timeout',
  ENOTFOUND: 'dns',
  EAI_AGAIN: 'dns',
  EPROTO: 'tls',
};
// OpenSSL's verification results (`man verify`) as Node names them, and Node's own TLS and OpenSSL errors.
const TLS_CODE =
  /^(ERR_TLS|ERR_SSL|ERR_OSSL|CERT_|CRL_|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_(GET|VERIFY|DECODE|DECRYPT)|INVALID_CA|HOSTNAME_MISMATCH|ERROR_IN_CERT)/;

export function toHttpFailure(error: unknown): HttpFailure {
  if (error instanceof HttpFailure) return error;
  const code = codeOf(error);
  const reason = REASON_OF_CODE[code] ?? (TLS_CODE.test(code) ? 'tls' : 'network');
  return new HttpFailure(reason, errorText(error));
}

function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  return typeof code === 'string' ? code : '';
}
