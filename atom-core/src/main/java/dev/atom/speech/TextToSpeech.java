package dev.atom.speech;

import dev.atom.CallContext;
import dev.atom.model.Failure;
import dev.atom.model.MalformedReply;
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
   * Returns the voice of a model that speaks in many encodings: it is asked for mono PCM.
   *
   * @param model the model
   * @param sampleRate samples per second, 1 or more; one that the model offers
   * @param settings adds to each request what else is wanted, such as the voice
   * @return the voice, which tells no times of words
   */
  static TextToSpeech of(SpeechModel model, int sampleRate, UnaryOperator<SpeechRequest> settings) {
    AudioFormat format = new AudioFormat(sampleRate, 1);
    return (text, context) -> {
      SpeechRequest request =
          settings
              .apply(SpeechRequest.of(text))
              .encoding(AudioEncoding.PCM)
              .sampleRate(format.sampleRate());
      byte[] pcm = model.speak(request, context).bytes();
      if (pcm.length % format.frameBytes() != 0) {
        throw new MalformedReply(
            Failure.at(model.ref())
                .message("the sound has " + pcm.length + " bytes, which are no whole samples")
                .build());
      }
      return AudioSpeech.of(format, pcm);
    };
  }
}
