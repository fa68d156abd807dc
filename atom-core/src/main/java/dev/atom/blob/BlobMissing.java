package dev.atom.blob;

/** There is no such content: it was deleted, or never put here. */
public final class BlobMissing extends BlobException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param blob the reference
   */
  public BlobMissing(Blob blob) {
    super("blob_missing", blob + " is not here: it was deleted, or is kept elsewhere");
  }
}
