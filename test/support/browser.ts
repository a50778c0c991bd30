/** Chromium for the journeys: the one that CHROMIUM_PATH names, the system's, or the one inside the npm package. */
import { existsSync } from 'node:fs';
import chromiumPackage from '@sparticuz/chromium';
import { type Browser, chromium } from 'playwright-core';

const systemPaths = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: await findChromium(),
    // As root and in containers Chromium's own sandbox cannot start; only our own pages are opened.
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--headless=shell', '--disable-quic'],
  });
}

/** The one inside the package is unpacked at the first call: two processes at once would meet half a file. */
export async function findChromium(): Promise<string> {
  const named = process.env.CHROMIUM_PATH;
  if (named) return named;
  return systemPaths.find((path) => existsSync(path)) ?? chromiumPackage.executablePath();
}
