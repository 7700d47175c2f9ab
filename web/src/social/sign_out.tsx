/** Signing out is a form of the server's: it ends the session and leads to the public pages. */
const form = 'sign-out';

export function SignOut() {
  return <form id={form} method="post" action="/auth/sign_out" hidden />;
}

export function signOut(): void {
  (document.getElementById(form) as HTMLFormElement | null)?.submit();
}
