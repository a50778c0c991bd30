/** The settings of a demonstration: a site of its own beside the real one, filled once, asking nobody on the network. */
import path from 'node:path';
import { type Config, type Environment, loadConfig } from './load-config.js';
import { shippedDataDir } from './paths.js';

/** Whatever database the real site has, the demo's is a file in a folder `demo` of the data folder. */
export function loadDemoConfig(env: Environment = process.env): Config {
  const DATA_DIR = path.join(env.DATA_DIR || path.join(shippedDataDir, 'var'), 'demo');
  return loadConfig({ ...env, DATA_DIR, DATABASE_URL: undefined, FIRST_RUN: 'demo', FETCH_ON_START: 'off' });
}
