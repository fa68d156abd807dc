package dev.atom.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.atom.CallContext;
import dev.atom.model.MalformedReply;
import dev.atom.model.ModelRef;
import dev.atom.model.Usage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextToSpeechTest {
  private final List<SpeechRequest> asked = new ArrayList<>();

  private TextToSpeech voice(byte... sound) {
    SpeechModel model =
        new SpeechModel() {
          @Override
          public ModelRef ref() {
            return new ModelRef("p", "m");
          }

          @Override
          public SpokenAudio speak(SpeechRequest request, CallContext context) {
            asked.add(request);
            return SpokenAudio.of(ref(), "audio/pcm", sound, Usage.ZERO, List.of());
          }

          @Override
          public SpeechStream stream(SpeechRequest request, CallContext context) {
            throw new AssertionError("not asked for");
          }
        };
    return TextToSpeech.of(model, new AudioFormat(24_000, 1), request -> request.voice("zeus"));
  }

  @Test
  void aModelBecomesAVoiceThatSpeaksMonoPcm() {
    AudioSpeech speech = voice(new byte[] {1, 0, 2, 0}).speak("Hello", CallContext.create());
    assertThat(speech.format()).isEqualTo(new AudioFormat(24_000, 1));
    assertThat(speech.pcm()).containsExactly(1, 0, 2, 0);
    assertThat(asked)
        .containsExactly(
            SpeechRequest.of("Hello").voice("zeus").encoding(AudioEncoding.PCM).sampleRate(24_000));
  }

  @Test
  void halfASampleIsNoSound() {
    assertThatExceptionOfType(MalformedReply.class)
        .isThrownBy(() -> voice(new byte[] {1, 0, 2}).speak("Hello", CallContext.create()))
        .withMessageContaining("3 bytes");
  }
}
