/** The key pair by which push services know this site: made once, kept readable by the owner only. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import webPush from 'web-push';

export type PushKeys = { publicKey: string; privateKey: string };

/** Read, and at first made, when somebody first needs it. A lost file ends every subscription. */
export function createPushKeys(dataDir: string): () => PushKeys {
  let keys: PushKeys | undefined;
  return () => {
    keys ??= keptKeys(dataDir);
    return keys;
  };
}

function keptKeys(dataDir: string): PushKeys {
  const file = path.join(dataDir, 'push-keys.json');
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  try {
    writeFileSync(file, JSON.stringify(webPush.generateVAPIDKeys()), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return JSON.parse(readFileSync(file, 'utf8')) as PushKeys;
}
