/** A worker thread as an object with promises: see call-client.ts. */
import { Worker } from 'node:worker_threads';
import { type CallClientOptions, createCallClient, type Link, type LinkEvents } from './call-client.js';

export type WorkerClientOptions = CallClientOptions & {
  /** The compiled worker module. */
  url: URL;
  workerData?: unknown;
  /** Old-generation heap limit in MB; the worker dies beyond it, the process does not. */
  maxHeapMb?: number;
  /** Room for short-lived objects in MB: work that makes many of them is interrupted less often. */
  youngHeapMb?: number;
};

export function createWorkerClient(options: WorkerClientOptions) {
  return createCallClient((events) => startThread(options, events), options);
}

function startThread(options: WorkerClientOptions, { onReply, onLost }: LinkEvents): Link {
  const worker = new Worker(options.url, {
    name: options.name,
    workerData: options.workerData,
    resourceLimits: {
      ...(options.maxHeapMb ? { maxOldGenerationSizeMb: options.maxHeapMb } : {}),
      ...(options.youngHeapMb ? { maxYoungGenerationSizeMb: options.youngHeapMb } : {}),
    },
  });
  worker.on('message', onReply);
  worker.on('error', (error) => onLost(error.message));
  worker.on('exit', (code) => onLost(`exited with ${code}`));
  return {
    send: (call) => worker.postMessage(call),
    ref: () => worker.ref(),
    unref: () => worker.unref(),
    end: () => worker.terminate(),
  };
}
