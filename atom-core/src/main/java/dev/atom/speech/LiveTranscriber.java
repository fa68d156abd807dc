package dev.atom.speech;

import dev.atom.CallContext;
import dev.atom.model.ModelRef;

/**
 * A model that writes down speech while it is spoken.
 *
 * <p>Implementations are thread-safe, hold no key and block, as those of {@link
 * dev.atom.model.ChatModel} do.
 */
public interface LiveTranscriber {
  /**
   * Returns which model listens.
   *
   * @return provider and name
   */
  ModelRef ref();

  /**
   * Begins to listen. Returns when the provider is ready for sound.
   *
   * @param request the form of the sound, and what is wanted
   * @param context for whom, and how long the whole may take
   * @return the open transcription, to be closed by the caller
   * @throws dev.atom.model.ModelException if the request is not accepted
   */
  LiveTranscription open(LiveTranscriptionRequest request, CallContext context);
}
