package dev.atom.http;

/** A call was refused because its secret would have gone over plain http. Nothing was sent. */
public final class SecretExposed extends HttpException {
  private static final long serialVersionUID = 1L;

  SecretExposed(String message) {
    super("secret_exposed", false, message);
  }
}
