/**
 * A picture of an article or a source, as this server keeps it. The key names it; no address can be asked for.
 * Served like the stylesheet, before sessions: a picture is the same for everybody.
 */
import type { RequestHandler } from 'express';
import type { Config } from '../../config/load-config.js';
import type { OpenImage } from '../../feeds/images/open-image.js';

export type ImageParts = { openImage: OpenImage; config: Pick<Config, 'IMAGE_PROXY'> };

export function createShowImage(parts: ImageParts): RequestHandler {
  return async (req, res) => {
    const key = String(req.params.key);
    const bytes = parts.config.IMAGE_PROXY ? await parts.openImage(key) : null;
    if (bytes === null) return void res.status(404).setHeader('Cache-Control', 'public, max-age=60').end();
    // A key is given once, to one picture, so the copy never goes stale.
    res.setHeader('Cache-Control', 'public, max-age=31536000, immutable');
    res.setHeader('ETag', `"${key}"`);
    res.setHeader('Content-Security-Policy', "default-src 'none'; sandbox");
    if (req.fresh) return void res.status(304).end();
    res.type('image/webp').send(bytes);
  };
}
