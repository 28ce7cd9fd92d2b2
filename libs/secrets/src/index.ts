export { type Checkpoint, type CheckpointSigner, createCheckpointSigner } from './checkpoint.js';
export { commonPasswords } from './common-passwords.js';
export { addKey, type Kek, type Keks, makeKeyFile, parseKeks, readKeyFile } from './kek.js';
export {
  CHALLENGE_MS,
  type Challenge,
  challengeForNewPasskey,
  challengeForPasskey,
  type NewPasskey,
  passkeyNamed,
  readNewPasskey,
  readPasskey,
  type RelyingParty,
} from './passkey.js';
export { hashPassword, verifyPassword } from './password.js';
export { hashRecoveryCode, newRecoveryCodes } from './recovery-code.js';
export { rewrapDataKeys, rotateDataKeys, type Rotated, type RotationItem, type RotationSource } from './rotation.js';
export { csrfTokenOf, equalSecrets, hashSessionToken, type NewApiKey, newApiKey, newSessionToken, parseApiKey } from './token.js';
export { createTokenDerivation, hashToken, type TokenDerivation, type TokenPurpose } from './token-derivation.js';
export { createVault, credentialPlace, type Place, type SealedValue, type Vault, type WrappedKey } from './vault.js';
export { newTotpSecret, totpStep, totpUri } from './totp.js';
