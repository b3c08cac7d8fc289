import type { IdentityKind, Signature } from '../core/identity.ts';
import type { VersionPointer } from '../core/registry.ts';
import { hasShape, is, oneOf } from './shape.ts';

export const isIdentity = hasShape<IdentityKind>({
  assurance: oneOf(['verified', 'claimed']),
  by: oneOf(['signature', 'ci', 'git', 'system']),
});

export const isSignature = hasShape<Signature>({ key: is.name, signature: is.name });

export const isPointer = hasShape<VersionPointer>({ version: is.count, digest: is.digest });
