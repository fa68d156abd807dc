package dev.atom.providers.wire;

/** Carries an error that a provider sent inside a stream to where it is mapped. */
public final class StreamError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient ProviderError error;

  public StreamError(ProviderError error) {
    super("the provider sent an error", null, false, false);
    this.error = error;
  }

  ProviderError error() {
    return error;
  }
}
