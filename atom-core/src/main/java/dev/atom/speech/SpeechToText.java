package dev.atom.speech;

import dev.atom.CallContext;
import dev.atom.model.ModelRef;

/**
 * A model that writes down recorded speech.
 *
 * <p>Implementations are thread-safe, hold no key and block, as those of {@link
 * dev.atom.model.ChatModel} do.
 */
public interface SpeechToText {
  /**
   * Returns which model listens.
   *
   * @return provider and name
   */
  ModelRef ref();

  /**
   * Writes down a recording.
   *
   * @param request the recording, and what is wanted
   * @param context for whom, and how long it may take
   * @return the words
   * @throws dev.atom.model.ModelException if there is no transcript
   */
  Transcript transcribe(TranscriptionRequest request, CallContext context);
}
