package dev.atom.blob;

import dev.atom.store.Subject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/**
 * Keeps contents that are too large for an event, each under its owner and the SHA-256 of its bytes.
 * Every engine passes the same contract suite ({@code BlobsContract} in atom-mock).
 *
 * <p>Put the content first and append the event that refers to it afterwards: a crash between them
 * leaves a content that nobody refers to, never an event whose content is missing. Owners share
 * nothing, so that what one has tells nothing of another, and a subject's contents go with it.
 *
 * <p>Guarantees: a content is there whole or not at all, and is durable, as far as the engine can
 * be, when {@link #put} returns; what is read is what was put, or the read fails. Contents are never
 * changed. Implementations are thread-safe; methods block and throw {@link BlobException} where the
 * engine fails.
 */
public interface Blobs extends AutoCloseable {
  /**
   * Keeps a content. Putting the same content again keeps it once, as one that was put just now.
   *
   * @param owner whose it is
   * @param content is read to its end and not closed
   * @return the reference
   * @throws BlobException if the engine fails, or the content can't be read; nothing is kept then
   */
  Blob put(Subject owner, InputStream content);

  /**
   * Opens a content. The caller closes the stream.
   *
   * @param blob the reference
   * @return its bytes; a read at their end throws an {@link IOException} if they are not those that
   *     were put
   * @throws BlobMissing if it is not there
   */
  InputStream open(Blob blob);

  /**
   * Lists what an owner has.
   *
   * @param owner whose
   * @return in no particular order
   */
  List<Blob> list(Subject owner);

  /**
   * Removes a content for good; does nothing if it is not there. A stream that is open already may
   * fail.
   *
   * @param blob the reference
   */
  void delete(Blob blob);

  /**
   * Removes a content for good unless it was put of late, so that what an event is just about to
   * refer to stays.
   *
   * @param blob the reference
   * @param before when it must have been put last, for it to be removed
   * @return whether it was removed
   */
  boolean deleteIfPutBefore(Blob blob, Instant before);

  /**
   * Goes through all contents, such as to copy them. Those that are put or deleted meanwhile may or
   * may not be among them.
   *
   * @param action is given each reference once
   */
  void forEach(Consumer<Blob> action);

  /**
   * Keeps a content that is in memory.
   *
   * @param owner whose it is
   * @param content its bytes
   * @return the reference
   */
  default Blob put(Subject owner, byte[] content) {
    return put(owner, new ByteArrayInputStream(content));
  }

  /**
   * Reads a content into memory.
   *
   * @param blob the reference
   * @return its bytes, checked
   * @throws BlobMissing if it is not there
   * @throws BlobException if it can't be read or is damaged
   */
  default byte[] read(Blob blob) {
    try (InputStream content = open(blob)) {
      return content.readAllBytes();
    } catch (IOException e) {
      throw new BlobException("can't read " + blob + "; restore it from a backup", e);
    }
  }

  /**
   * Removes all that an owner has.
   *
   * @param owner whose
   */
  default void deleteAll(Subject owner) {
    list(owner).forEach(this::delete);
  }

  /** Closes what it opened itself. Closing twice is fine. */
  @Override
  void close();
}
