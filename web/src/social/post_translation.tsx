import { languageName, t } from '../ui/words.ts';
import type { Post } from './store.ts';
import { showOriginal, translate, translationOf } from './translations.ts';
import './post_translation.css';

/** Under a post in another language: the way to read it, and back; and who translated. */
export function PostTranslation({ post }: { post: Post }) {
  const found = translationOf(post.id);
  if (!found || found === 'asked')
    return (
      <p class="post-translation">
        <button type="button" aria-busy={found === 'asked'} onClick={() => void translate(post.id)}>
          {found === 'asked'
            ? t('post.translate.asked')
            : t('post.translate', { language: languageName(post.language ?? '') })}
        </button>
      </p>
    );
  const from = found.detected_source_language || post.language || '';
  return (
    <p class="post-translation" role="status">
      <span>
        {t('post.translated', { language: languageName(from), provider: found.provider })}
      </span>
      <button type="button" onClick={() => showOriginal(post.id)}>
        {t('post.translate.original')}
      </button>
    </p>
  );
}
