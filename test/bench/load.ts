/** Load on a loopback server: a fixed number of connections for a fixed time, over a list of paths. */
import autocannon from 'autocannon';

export type LoadResult = { perSecond: number; p50Ms: number; p99Ms: number; failures: number };

const CONNECTIONS = 10;

export async function load(baseUrl: string, paths: string[], seconds: number): Promise<LoadResult> {
  const result = await autocannon({
    url: baseUrl,
    connections: CONNECTIONS,
    duration: seconds,
    requests: paths.map((path) => ({ method: 'GET' as const, path })),
    headers: { 'accept-language': 'ru' },
  });
  return {
    perSecond: result.requests.average,
    p50Ms: result.latency.p50,
    p99Ms: result.latency.p99,
    failures: result.errors + result.timeouts + result.non2xx,
  };
}
