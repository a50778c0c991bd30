import { buildConnector } from 'undici';

/** An internet where only loopback answers; it asks the request's own look-up at dial time, as the real one does. */
export const loopbackInternet: typeof buildConnector = (options) => (target, callback) => {
  const lookup = options && 'lookup' in options ? options.lookup : undefined;
  lookup?.(target.hostname, { all: true }, (_error, found) => {
    const addresses = (Array.isArray(found) ? found : []).map(({ address }) => address);
    if (addresses.every((address) => address.startsWith('127.') || address === '::1'))
      buildConnector(options)(target, callback);
    else callback(Object.assign(new Error('unreachable'), { code: 'EHOSTUNREACH' }), null);
  });
};
