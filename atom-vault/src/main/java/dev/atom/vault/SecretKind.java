package dev.atom.vault;

/** What a secret is. */
public enum SecretKind {
  /** A key of a provider or service. */
  API_KEY(1),
  /** Tokens that a user granted by OAuth 2, refreshed by the vault. */
  OAUTH_GRANT(2),
  /** Anything else: a password, a webhook's signing key, a certificate. */
  OTHER(3);

  private final int number;

  SecretKind(int number) {
    this.number = number;
  }

  /** The number in a record, which never changes. */
  int number() {
    return number;
  }

  static SecretKind of(int number) {
    if (number < 1 || number > values().length) {
      throw new UnsupportedFormat(
          "a secret is of kind " + number + ", which this version doesn't know");
    }
    return values()[number - 1];
  }
}
