export { addKey, type Kek, type Keks, makeKeyFile, parseKeks, readKeyFile } from './kek.js';
export { hashPassword, verifyPassword } from './password.js';
export { resealOutdated, rewrapDataKeys, rotateDataKeys, type Rotated, type RotationItem, type RotationSource } from './rotation.js';
export { csrfTokenOf, equalSecrets, hashSessionToken, type NewApiKey, newApiKey, newSessionToken, parseApiKey } from './token.js';
export { createTokenDerivation, hashToken, type TokenDerivation, type TokenPurpose } from './token-derivation.js';
export { createVault, type Place, type SealedValue, type Vault, type WrappedKey } from './vault.js';
