package dev.atom.vault.grant;

/** Why a grant's owner must consent again. */
public enum ConsentReason {
  /** The provider refused the refresh token: it was revoked, or is too old. */
  REFUSED,
  /**
   * The provider refused the refresh token after an answer was lost: it had taken the token, and the
   * new pair never arrived.
   */
  ANSWER_LOST,
  /** The access token has ended, or was refused, and there is no refresh token. */
  NO_REFRESH_TOKEN
}
