import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { CredentialAccount } from '../../api/gen/entities.ts';
import { faceOf, headerOf, nameOf } from '../../social/links.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Button } from '../../ui/button.tsx';
import { t } from '../../ui/words.ts';
import { CropDialog } from './crop_dialog.tsx';
import { DescribeDialog } from './describe_dialog.tsx';
import { type PictureName, removePicture, shapes } from './pictures.ts';

/** The face and the banner: each chosen, cut, described and removed. */
export function ProfilePictures({ account }: { account: CredentialAccount }) {
  const face = faceOf(account);
  const banner = headerOf(account);
  return (
    <section class="profile-pictures">
      <h2>{t('settings.pictures')}</h2>
      <div class="profile-pictures__one">
        <Avatar source={face} name={nameOf(account)} size="large" />
        <PictureDeeds
          name="avatar"
          there={face !== undefined}
          description={account.avatar_description}
        />
      </div>
      <div class="profile-pictures__one">
        {banner ? (
          <img class="profile-pictures__banner" src={banner} alt="" />
        ) : (
          <span class="profile-pictures__banner" />
        )}
        <PictureDeeds
          name="header"
          there={banner !== undefined}
          description={account.header_description}
        />
      </div>
    </section>
  );
}

interface PictureDeedsProps {
  name: PictureName;
  there: boolean;
  description: string;
}

function PictureDeeds({ name, there, description }: PictureDeedsProps) {
  const input = useRef<HTMLInputElement>(null);
  const chosen = useSignal<File | undefined>(undefined);
  const describing = useSignal(false);
  const { change, describe } = shapes[name];
  const take = () => {
    chosen.value = input.current?.files?.[0];
    if (input.current) input.current.value = '';
  };
  return (
    <div class="profile-pictures__deeds">
      <input
        ref={input}
        type="file"
        accept="image/*"
        hidden
        aria-label={t(change)}
        onChange={take}
      />
      <Button icon="picture" onClick={() => input.current?.click()}>
        {t(change)}
      </Button>
      {there && (
        <>
          <Button
            icon="alt"
            onClick={() => {
              describing.value = true;
            }}
          >
            {t(describe)}
          </Button>
          <Button kind="quiet" icon="remove" onClick={() => void removePicture(name)}>
            {t(shapes[name].remove)}
          </Button>
        </>
      )}
      {there && <p class="profile-pictures__words">{description || t('media.no_description')}</p>}
      {chosen.value && (
        <CropDialog
          name={name}
          file={chosen.value}
          description={description}
          onClose={() => {
            chosen.value = undefined;
          }}
        />
      )}
      {describing.value && (
        <DescribeDialog
          name={name}
          description={description}
          onClose={() => {
            describing.value = false;
          }}
        />
      )}
    </div>
  );
}
