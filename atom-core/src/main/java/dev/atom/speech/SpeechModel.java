package dev.atom.speech;

import dev.atom.CallContext;
import dev.atom.model.ModelRef;

/**
 * A model that speaks, whole or piece by piece, in any encoding it offers. {@link TextToSpeech} is
 * the narrower view that a voice session needs.
 *
 * <p>Implementations are thread-safe, hold no key and block, as those of {@link
 * dev.atom.model.ChatModel} do.
 */
public interface SpeechModel {
  /**
   * Returns which model speaks.
   *
   * @return provider and name
   */
  ModelRef ref();

  /**
   * Says a text.
   *
   * @param request what to say, and how
   * @param context for whom, and how long it may take
   * @return the whole sound
   * @throws dev.atom.model.ModelException if there is no complete sound
   */
  SpokenAudio speak(SpeechRequest request, CallContext context);

  /**
   * Says a text piece by piece. Returns when the provider has begun to answer.
   *
   * @param request what to say, and how
   * @param context for whom, and how long the whole may take
   * @return the open stream, to be closed by the caller
   * @throws dev.atom.model.ModelException if the request is not accepted
   */
  SpeechStream stream(SpeechRequest request, CallContext context);
}
