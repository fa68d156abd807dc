package dev.atom.speech;

import dev.atom.model.Usage;
import dev.atom.model.Warning;
import java.util.List;

/**
 * Sound that arrives while the model speaks.
 *
 * <p>Read by one thread, but {@link #close()} may come from any: it cancels the call and frees its
 * connection. Closing twice is fine. A stream that breaks throws {@link
 * dev.atom.model.ModelException} and again on every later read, so that half a sentence is never
 * taken for a whole one.
 */
public interface SpeechStream extends AutoCloseable {
  /**
   * Returns what the provider says the bytes are.
   *
   * @return a media type, such as {@code "audio/mpeg"}
   */
  String mediaType();

  /**
   * Waits for more sound.
   *
   * @param buffer gets the bytes, from its start; not empty
   * @return how many came; -1 at the end
   * @throws dev.atom.model.ModelException if the stream breaks
   */
  int read(byte[] buffer);

  /**
   * Returns what it took, as far as is known now.
   *
   * @return the usage, whole at the end of the stream
   */
  Usage usage();

  /**
   * Returns what was not honoured.
   *
   * @return often empty
   */
  List<Warning> warnings();

  @Override
  void close();
}
