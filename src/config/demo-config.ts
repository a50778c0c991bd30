/** The settings of a demonstration: a site of its own beside the real one, filled once, asking nobody on the network. */
import path from 'node:path';
import { type Config, type Environment, loadConfig } from './load-config.js';
import { shippedDataDir } from './paths.js';

export function loadDemoConfig(env: Environment = process.env): Config {
  const DATA_DIR = env.DATA_DIR || path.join(shippedDataDir, 'var', 'demo');
  return loadConfig({ ...env, DATA_DIR, FIRST_RUN: 'demo', FETCH_ON_START: 'off' });
}
