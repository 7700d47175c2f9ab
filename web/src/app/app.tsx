import { Composer } from '../features/posting/opened_composer.tsx';
import { Confirmation } from '../ui/confirm.tsx';
import { Failed } from '../ui/failed.tsx';
import { PostSkeletons } from '../ui/skeleton.tsx';
import { Toasts } from '../ui/toast.tsx';
import { AskedDialog } from './asked_dialog.tsx';
import { KeyHelp } from './key_help.tsx';
import { broken, shown } from './router.ts';
import { Shell } from './shell.tsx';

export function App() {
  return (
    <>
      <Shell>
        <CurrentPage />
      </Shell>
      <Composer />
      <AskedDialog />
      <Confirmation />
      <KeyHelp />
      <Toasts />
    </>
  );
}

function CurrentPage() {
  const current = shown.value;
  if (broken.value) return <Failed again={() => location.reload()} />;
  if (!current) return <PostSkeletons />;
  const { page: Shown, path, parameters } = current;
  return <Shown key={path} parameters={parameters} />;
}
