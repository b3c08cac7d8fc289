import type { IdentityKind, Signature } from '../core/identity.ts';
import { hasShape, isName, oneOf } from './shape.ts';

export const isIdentity = hasShape<IdentityKind>({
  assurance: oneOf(['verified', 'claimed']),
  by: oneOf(['signature', 'ci', 'git', 'system']),
});

export const isSignature = hasShape<Signature>({ key: isName, signature: isName });
