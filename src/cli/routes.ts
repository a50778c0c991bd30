import type { Route } from '../web/route.js';
import { createRoutes, type RouteParts } from '../web/routes.js';
import type { AddCommand, Cli } from './context.js';
import { withExamples, withJson } from './options.js';
import { print, printJson, table } from './output.js';

export const addRoutes: AddCommand = (program, cli) => {
  const command = program
    .command('routes')
    .description('the URL map: method, path and who may')
    .action((options: { json?: boolean }) => showRoutes(cli, options));
  withExamples(withJson(command), 'routes');
};

async function showRoutes(cli: Cli, { json }: { json?: boolean }): Promise<void> {
  const routes = listRoutes();
  if (json) return printJson(cli.out, routes);
  const rows = routes.map(({ method, path, access }) => [method.toUpperCase(), path, access]);
  await print(cli.out, table(['METHOD', 'PATH', 'WHO'], rows));
}

/** Handlers keep their parts for the first request, which never comes here: anything will do for them. */
export function listRoutes(): Pick<Route, 'method' | 'path' | 'access'>[] {
  const anything: unknown = new Proxy(() => anything, { get: () => anything });
  return createRoutes(anything as RouteParts).map(({ method, path, access }) => ({ method, path, access }));
}
