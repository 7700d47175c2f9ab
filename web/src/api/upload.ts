// Sends a file and tells how far it is. `fetch` cannot say that; this is the only other way out of the page.

import { ApiError } from './errors.ts';
import type { MediaAttachment } from './gen/entities.ts';
import { signedOut } from './reach.ts';

export interface UploadOptions {
  /** Told the share that has been sent. */
  progress?: (share: number) => void;
  signal?: AbortSignal;
}

export function uploadMedia(file: File, options: UploadOptions = {}): Promise<MediaAttachment> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', '/api/v2/media');
    request.responseType = 'json';
    request.setRequestHeader('Accept', 'application/json');
    request.upload.onprogress = event => {
      if (event.lengthComputable) options.progress?.(event.loaded / event.total);
    };
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) resolve(request.response);
      else {
        if (request.status === 401) signedOut.value = true;
        reject(new ApiError(request.status, request.response?.error ?? ''));
      }
    };
    request.onerror = () => reject(new ApiError(0, ''));
    request.onabort = () => reject(options.signal?.reason);
    options.signal?.addEventListener('abort', () => request.abort());
    const form = new FormData();
    form.append('file', file);
    request.send(form);
  });
}
