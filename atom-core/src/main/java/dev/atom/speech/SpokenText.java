package dev.atom.speech;

import dev.atom.CallContext;
import dev.atom.model.Failure;
import dev.atom.model.MalformedReply;
import java.util.function.UnaryOperator;

/** Any {@link SpeechModel} as the voice of a session: asks it for bare samples. */
final class SpokenText implements TextToSpeech {
  private final SpeechModel model;
  private final AudioFormat format;
  private final UnaryOperator<SpeechRequest> style;

  SpokenText(SpeechModel model, AudioFormat format, UnaryOperator<SpeechRequest> style) {
    this.model = model;
    this.format = format;
    this.style = style;
  }

  @Override
  public AudioSpeech speak(String text, CallContext context) {
    SpeechRequest request =
        style
            .apply(SpeechRequest.of(text))
            .encoding(AudioEncoding.PCM)
            .sampleRate(format.sampleRate());
    byte[] pcm = model.speak(request, context).bytes();
    if (pcm.length % format.frameBytes() != 0) {
      throw new MalformedReply(
          Failure.at(model.ref())
              .message(pcm.length + " bytes of sound are no whole samples of " + format)
              .build());
    }
    return AudioSpeech.of(format, pcm);
  }
}
