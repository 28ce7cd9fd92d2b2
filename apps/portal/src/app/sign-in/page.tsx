import { Suspense } from 'react';
import { SignInPage } from '../../frame/sign-in';

export default function Page() {
  return (
    <Suspense>
      <SignInPage />
    </Suspense>
  );
}
