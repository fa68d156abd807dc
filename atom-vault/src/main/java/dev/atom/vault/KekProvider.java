package dev.atom.vault;

import java.util.Map;

/**
 * A key that never leaves where it is, such as a cloud's key service, and wraps the vault's root key.
 *
 * <p>The vault calls {@link #unwrap} once when it is opened and {@link #wrap} when it is made and
 * when its master key is changed: never per secret or per tenant. Use a key that authenticates (a
 * symmetric one): with a public-key service everybody who knows the public key could make a vault of
 * their own that opens with it, and give it to you for yours.
 *
 * <p>Implementations are thread-safe and throw any unchecked exception if the service fails; the
 * vault hands it on as the cause of {@link VaultUnavailable}.
 */
public interface KekProvider {
  /**
   * Names the key, such as its ARN. Written into the vault in plain, so that somebody who finds the
   * vault knows which key opens it.
   *
   * @return at most 1,000 characters, no secret
   */
  String id();

  /**
   * Wraps a key.
   *
   * @param key the key in plain; overwritten after the call
   * @param context what the wrapping is bound to, the service's encryption context; must be the same
   *     again to unwrap
   * @return the wrapped key, at most 8,192 bytes
   */
  byte[] wrap(byte[] key, Map<String, String> context);

  /**
   * Unwraps a key.
   *
   * @param wrapped what {@link #wrap} returned
   * @param context the same as then
   * @return the key in plain; the vault overwrites it
   * @throws WrappedByAnother if the service says that this key didn't wrap it, or with another context
   */
  byte[] unwrap(byte[] wrapped, Map<String, String> context) throws WrappedByAnother;

  /** The service works, and this key is not the one. */
  final class WrappedByAnother extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * Says so.
     *
     * @param message what the service said; holds no secret
     */
    public WrappedByAnother(String message) {
      super(message);
    }
  }
}
