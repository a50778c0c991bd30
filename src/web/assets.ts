/** Addresses of the stylesheet and script carry a hash of their content, so browsers may keep them for a year. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import express, { type RequestHandler } from 'express';

export type AssetUrls = { css: string; js: string; discussion: string; passkeys: string };

export function assetUrls(publicDir: string): AssetUrls {
  const versioned = (file: string) => {
    const hash = createHash('sha256')
      .update(readFileSync(path.join(publicDir, file)))
      .digest('base64url')
      .slice(0, 12);
    return `/${file}?v=${hash}`;
  };
  return {
    css: versioned('site.css'),
    js: versioned('site.js'),
    discussion: versioned('discussion.js'),
    passkeys: versioned('passkeys.js'),
  };
}

export function serveAssets(publicDir: string): RequestHandler {
  return express.static(publicDir, {
    index: false,
    setHeaders: (res) => {
      const isVersioned = /[?&]v=/.test((res as express.Response).req.url);
      res.setHeader('Cache-Control', isVersioned ? 'public, max-age=31536000, immutable' : 'public, max-age=3600');
    },
  });
}
