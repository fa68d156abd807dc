package dev.atom.speech;

import dev.atom.CallContext;
import java.util.function.UnaryOperator;

/**
 * A voice: says a text.
 *
 * <p>Implementations are thread-safe and meant to be shared; keys are looked up per call for the
 * tenant and user of the {@link CallContext}. Calls block, so run them on virtual threads; they end
 * early when the context is cancelled or its deadline passes, or when the thread is interrupted (the
 * interrupt flag is then set again).
 */
@FunctionalInterface
public interface TextToSpeech {
  /**
   * Says a text.
   *
   * @param text what to say, a sentence or a few; not blank
   * @param context for whom, and how long it may take
   * @return the whole sound
   * @throws dev.atom.model.ModelException if there is no complete sound
   */
  AudioSpeech speak(String text, CallContext context);

  /**
   * Makes a voice of a model, which must offer {@link AudioEncoding#PCM} at the sample rate.
   *
   * @param model speaks; OpenAI's have 24,000 samples a second, mono
   * @param format the form in which the model gives its samples
   * @param style sets voice, speed and the like; encoding and sample rate are set afterwards
   * @return the voice
   */
  static TextToSpeech of(
      SpeechModel model, AudioFormat format, UnaryOperator<SpeechRequest> style) {
    return new SpokenText(model, format, style);
  }
}
