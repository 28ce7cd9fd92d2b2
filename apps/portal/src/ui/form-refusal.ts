import { useState } from 'react';
import type { FieldPath, FieldValues, UseFormReturn } from 'react-hook-form';
import { fieldErrors } from '../api/client';

/** Puts what the API refused at the fields it names; true when nothing of it is left to say elsewhere. */
export function showRefusal<T extends FieldValues>(form: Pick<UseFormReturn<T>, 'setError' | 'getValues'>, error: unknown): boolean {
  const known = new Set(Object.keys(form.getValues()));
  let all = true;
  let shown = 0;
  for (const [pointer, message] of fieldErrors(error)) {
    const name = pointer.split('/')[1] ?? '';
    if (!known.has(name)) {
      all = false;
      continue;
    }
    form.setError(name as FieldPath<T>, { type: 'server', message }, { shouldFocus: shown === 0 });
    shown += 1;
  }
  return all && shown > 0;
}

/** The same for a form that lives longer than one attempt: what is left to say above the fields, null when they say it all. */
export function useFormRefusal<T extends FieldValues>(form: Pick<UseFormReturn<T>, 'setError' | 'getValues'>) {
  const [refusal, setRefusal] = useState<unknown>(null);
  return { refusal, refuse: (error: unknown) => setRefusal(showRefusal(form, error) ? null : error) };
}
