/** The pictures that pages may show, by addresses of our own. With the proxy off there are none, and nothing is asked. */
import type { ImageStore, ShownImage } from '../../news/image-store.js';
import { urls } from '../urls.js';

/** Sizes are those of the picture when it is known, else of the usual frame: they keep its place while it loads. */
export type Picture = { url: string; alt: string; width: number; height: number };

export type Pictures = {
  ofArticles: (articleIds: readonly number[]) => Promise<ReadonlyMap<number, Picture>>;
  ofThread: (threadId: number) => Promise<Picture | null>;
  iconsOf: (feedIds: readonly number[]) => Promise<ReadonlyMap<number, string>>;
};

const USUAL = { width: 960, height: 540 };

export function createPictures(parts: {
  images: Pick<ImageStore, 'listByArticles' | 'findByThread' | 'listIcons'>;
  isOn: boolean;
}): Pictures {
  const { images, isOn } = parts;
  return {
    ofArticles: async (articleIds) => {
      if (!isOn || articleIds.length === 0) return new Map();
      const found = [...(await images.listByArticles(articleIds))];
      return new Map(found.map(([id, image]) => [id, toPicture(image)]));
    },
    ofThread: async (threadId) => {
      const found = isOn ? await images.findByThread(threadId) : undefined;
      return found ? toPicture(found) : null;
    },
    iconsOf: async (feedIds) => {
      if (!isOn || feedIds.length === 0) return new Map();
      return new Map([...(await images.listIcons(feedIds))].map(([id, key]) => [id, urls.image(key)]));
    },
  };
}

function toPicture({ key, alt, width, height }: ShownImage): Picture {
  const size = width === null || height === null ? USUAL : { width, height };
  return { url: urls.image(key), alt, ...size };
}
